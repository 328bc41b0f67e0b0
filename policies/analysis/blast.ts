import type { GraphNode } from "../graph/model";
import { formatDuration } from "../facts/duration";
import type { Context } from "./context";
import type { Part, Removal, Taken } from "./disasters";
import { either, takesPlace } from "./disasters";
import { complianceLock } from "./mechanisms/buckets";
import { vaultLock } from "./mechanisms/backup";
import { DAY } from "./mechanisms/support";
import { BUCKETS, KMS_KEYS, SECRETS, VAULTS } from "./types";

/** Before AWS deletes a key or a secret it waits 30 days where nothing is said (kms.Key.deletionWindowInDays, secretsmanager.Secret.recoveryWindowInDays). */
const DEFAULT_WINDOW_DAYS = 30;

/** Whether a disaster takes a resource, and why not where it is protected. */
export interface Hit {
  readonly taken: Taken;
  /** What protects it, where its place alone would not. */
  readonly spared?: string;
}

const NO: Hit = { taken: "no" };
const YES: Hit = { taken: "yes" };

/** What a disaster takes of a graph's resources. */
export class Blast {
  private readonly spared = new Map<string, string | undefined>();

  constructor(private readonly context: Context) {}

  /** Whether a disaster takes a resource: by its place, its account, its key, or by a deletion. */
  hits(node: GraphNode, removal: Removal): Hit {
    const [only, ...more] = removal.parts;
    if (only !== undefined && more.length === 0) return this.part(node, only);
    let result = NO;
    for (const part of removal.parts) {
      const one = this.part(node, part);
      const taken = either(result.taken, one.taken);
      const spared = result.spared ?? one.spared;
      result = taken === "no" && spared !== undefined ? { taken, spared } : { taken };
    }
    return result;
  }

  /** True if a key still opens what it encrypts after the disaster. */
  keyWorks(urn: string, removal: Removal): Taken {
    const key = this.context.graph.byUrn.get(urn);
    return key === undefined ? "no" : this.hits(key, removal).taken;
  }

  private part(node: GraphNode, part: Part): Hit {
    switch (part.kind) {
      case "control-plane":
        return NO;
      case "key":
        return node.urn === part.key || this.context.encryption(node).keys.some((key) => key.urn === part.key) ? YES : NO;
      case "operator-error": {
        const spared = this.sparedFrom(node);
        return spared === undefined ? YES : { taken: "no", spared };
      }
      case "account": {
        const taken = takesPlace(part, this.context.place(node));
        const spared = taken === "no" || SECRETS.has(node.type) ? undefined : this.sparedFrom(node);
        return spared === undefined ? { taken } : { taken: "no", spared };
      }
      default:
        return { taken: takesPlace(part, this.context.place(node)) };
    }
  }

  /** What keeps even somebody with all rights from deleting it at once; `undefined` where nothing does. */
  private sparedFrom(node: GraphNode): string | undefined {
    if (!this.spared.has(node.urn)) this.spared.set(node.urn, this.computeSpared(node));
    return this.spared.get(node.urn);
  }

  private computeSpared(node: GraphNode): string | undefined {
    if (BUCKETS.has(node.type)) {
      const lock = complianceLock(this.context, node);
      return lock !== undefined && lock.retention >= this.context.settings.timeToNotice ? lock.link.detail : undefined;
    }
    if (VAULTS.has(node.type)) return vaultLock(this.context, node)?.detail;
    if (KMS_KEYS.has(node.type)) return this.window(node, "deletionWindowInDays", node.type.includes("xternal"));
    if (SECRETS.has(node.type)) return this.window(node, "recoveryWindowInDays", false);
    return undefined;
  }

  /** A deletion that can be taken back for as long as it may go unnoticed. Imported material can be deleted at once, and imported again if it is kept elsewhere. */
  private window(node: GraphNode, input: string, imported: boolean): string | undefined {
    const value = node.inputs[input];
    const days = value === undefined ? DEFAULT_WINDOW_DAYS : typeof value === "number" ? value : 0;
    if (days * DAY < this.context.settings.timeToNotice) return undefined;
    if (imported && (node.propertyDependencies["keyMaterialBase64"] ?? []).length === 0) return undefined;
    const again = imported ? "; its material is kept by the program and can be imported again" : "";
    return `a deletion of "${node.name}" can be taken back for ${formatDuration(days * DAY)}${again}`;
  }
}
