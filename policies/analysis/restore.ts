import type { GraphNode } from "../graph/model";
import type { Throughput, Volume } from "../settings/model";
import type { Context } from "./context";
import { sum, unknown } from "./figures";
import type { Copy, Figure } from "./model";

/** Name under which a stated throughput stands among the assumptions of a report. */
export const RESTORE_THROUGHPUT = "restore-throughput";

/** Mechanisms whose recovery points are ordinary objects or images, read or launched where they are; all others have to be written back first. */
export const READ_IN_PLACE: ReadonlySet<string> = new Set([
  "aws-s3-replication-rtc", "aws-s3-replication-default", "ovh-storage-replication", "aws-datasync", "aws-imagebuilder-distribution",
]);

/** The mechanism that ends a chain of copies: what a restore starts from. */
function lastHop(mechanism: string): string {
  return mechanism.split(" then ").at(-1) ?? mechanism;
}

/** True if a copy has to be written back into something before anything can serve from it. */
export function isRestored(copy: Copy): boolean {
  return copy.kind === "recovery-points" && !READ_IN_PLACE.has(lastHop(copy.mechanism));
}

/** The assumption's name of a throughput that a report lists. */
export function throughputName(throughput: Throughput): string {
  return throughput.mechanism === undefined ? RESTORE_THROUGHPUT : `${RESTORE_THROUGHPUT} of ${throughput.mechanism}`;
}

/** `1.8TB` as `1.8 TB`, for a sentence. */
function spaced(text: string): string {
  return text.replace(/(\d)\s*([A-Za-z])/, "$1 $2");
}

/**
 * How long restoring takes: the mechanism's fixed time, and the stated volume divided by the stated throughput. Without a
 * volume the fixed time alone, which says so; a volume without a throughput is unknown.
 */
export class Restores {
  private readonly volumes: ReadonlyMap<string, Volume>;
  private readonly rates: ReadonlyMap<string | undefined, Throughput>;
  /** Figures repeat by mechanism: one object for all resources without a volume. */
  private readonly sizeless = new Map<Figure, Figure>();

  constructor(private readonly context: Context) {
    const { volumes, restoreThroughput } = context.settings;
    this.volumes = new Map(volumes.map((one) => [one.resource, one]));
    this.rates = new Map(restoreThroughput.map((one) => [one.mechanism, one]));
  }

  /** The copy, with the time that its volume takes in its recovery. A part without a volume of its own is restored with its whole. */
  timed(copy: Copy, whole?: GraphNode): Copy {
    if (!isRestored(copy)) return copy;
    const mechanism = lastHop(copy.mechanism);
    const volume = this.volumeOf(copy.of) ?? (whole === undefined ? undefined : this.volumeOf(whole.urn));
    return { ...copy, recovery: volume === undefined ? this.withoutVolume(copy.recovery) : this.withVolume(copy.recovery, volume, mechanism) };
  }

  private volumeOf(urn: string): Volume | undefined {
    const name = this.context.graph.byUrn.get(urn)?.name;
    return this.volumes.get(urn) ?? (name === undefined ? undefined : this.volumes.get(name));
  }

  private withoutVolume(fixed: Figure): Figure {
    if (!fixed.known) return fixed;
    const known = this.sizeless.get(fixed);
    if (known !== undefined) return known;
    const figure = { ...fixed, basis: `${fixed.basis}; no volume is stated, so this is the whole time whatever the size` };
    this.sizeless.set(fixed, figure);
    return figure;
  }

  private withVolume(fixed: Figure, volume: Volume, mechanism: string): Figure {
    const rate = this.rates.get(mechanism) ?? this.rates.get(undefined);
    if (rate === undefined) return unknown(`the volume of "${volume.resource}" is stated (${spaced(volume.size)}), but not how fast it is restored: set restoreThroughput in the settings`);
    // A thousandth of a second more is an error of rounding, not time.
    const seconds = Math.ceil(Number((volume.bytes / rate.bytesPerSecond).toFixed(3)));
    return sum([
      fixed,
      { known: true, seconds, basis: `${spaced(volume.size)} ÷ ${spaced(rate.rate)}; assumed: ${rate.reason}`, source: "settings.volumes, settings.restoreThroughput", assumed: true, assumptions: [throughputName(rate)] },
    ]);
  }
}
