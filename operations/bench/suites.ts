import { createRequire } from "node:module";
import { join } from "node:path";
import type * as CliModule from "../engine/cli";
import { checkov, PEER_NAMES } from "./peer";
import { median, runNode, type Measurement, type Unmeasured } from "./measure";

/** What a suite has to say: measurements, and what could not be measured and why. */
export type Finding = Measurement | Unmeasured;

/** A group of measurements that are taken together. */
export interface Suite {
  /** Every name it can give. */
  readonly names: readonly string[];
  /** `runs`: how often to measure what is quick to measure. */
  run(root: string, runs: number): Promise<readonly Finding[]>;
}

/** The parts of a run that are told as shares. */
const SHARES = ["sdk", "program", "analysis"] as const;

/** What a suite needs of the report that `start --json` prints. */
interface Timed {
  readonly timings: { readonly parts: Readonly<Record<string, number>> };
}

/** The whole of `npm start -- --json`, npm itself left out, once it is set up. */
const plan: Suite = {
  names: ["plan/prod", ...SHARES.map((share) => `plan/prod/${share}`)],
  run: async (root, runs) => {
    const name = "plan/prod";
    const walls: number[] = [];
    const shares: Record<(typeof SHARES)[number], number[]> = { sdk: [], program: [], analysis: [] };
    for (let run = 0; run < runs; run += 1) {
      const ended = await runNode([join(root, "scripts/run.mjs"), "start", "--stack", "prod", "--json"], root);
      if (ended.code > 1) return [{ name, why: `start ended with ${ended.code}: ${ended.stderr.trim().slice(0, 300)}`, failed: true }];
      const { timings } = JSON.parse(ended.stdout) as Timed;
      walls.push(ended.milliseconds);
      for (const share of SHARES) shares[share].push((100 * (timings.parts[share] ?? 0)) / ended.milliseconds);
    }
    return [{ name, value: Math.round(median(walls)), unit: "ms", n: runs }, ...sharesOf(name, shares, runs)];
  },
};

/** What one preview cost, in milliseconds. */
interface Previewed {
  readonly milliseconds: number;
  readonly sdk: number;
  readonly program: number;
}

/**
 * `pulumi preview` of prod with the policy pack, on the engine with the simulated clouds. The engine does not tell what the
 * pack costs, so each run is made a second time without it; the analysis is the difference.
 */
const preview: Suite = {
  names: ["preview/prod", ...SHARES.map((share) => `preview/prod/${share}`)],
  run: async (root, runs) => {
    const name = "preview/prod";
    const { findCli } = createRequire(__filename)("../engine/cli") as typeof CliModule;
    if ((await findCli({ root })) === undefined) {
      return [{ name, why: "there is no Pulumi CLI on this machine; `npm run test:engine` obtains one and keeps it, and an installed `pulumi` on PATH is used too" }];
    }
    const one = async (...more: readonly string[]): Promise<Previewed | string> => {
      const ended = await runNode(["--import", "tsx", join(root, "operations/bench/preview.ts"), "prod", ...more], root);
      return ended.code === 0 ? (JSON.parse(ended.stdout) as Previewed) : ended.stderr.trim().slice(0, 300);
    };
    const walls: number[] = [];
    const shares: Record<(typeof SHARES)[number], number[]> = { sdk: [], program: [], analysis: [] };
    for (let run = 0; run < runs; run += 1) {
      const [judged, plain] = [await one("pack"), await one()];
      if (typeof judged === "string" || typeof plain === "string") return [{ name, why: `the preview failed: ${String(typeof judged === "string" ? judged : plain)}`, failed: true }];
      walls.push(judged.milliseconds);
      const spent = { sdk: judged.sdk, program: judged.program, analysis: Math.max(0, judged.milliseconds - plain.milliseconds) };
      for (const share of SHARES) shares[share].push((100 * spent[share]) / judged.milliseconds);
    }
    return [{ name, value: Math.round(median(walls)), unit: "ms", n: runs }, ...sharesOf(name, shares, runs)];
  },
};

function sharesOf(name: string, shares: Readonly<Record<(typeof SHARES)[number], readonly number[]>>, n: number): readonly Measurement[] {
  return SHARES.map((share) => ({ name: `${name}/${share}`, value: Math.round(median(shares[share]) * 10) / 10, unit: "percent", n }));
}

/** Milliseconds above which a measurement is not repeated. */
const LONG = 20_000;

/** The proof alone, on generated graphs, each run in a process of its own. */
const proofs: readonly Suite[] = [1000, 10_000, 100_000].map((size): Suite => {
  const name = `proof/${size}`;
  const withMemory = size === 100_000;
  return {
    names: [name, ...(withMemory ? [`${name}/rss`] : [])],
    run: async (root, runs) => {
      const all: { readonly milliseconds: number; readonly rss: number }[] = [];
      // What takes long varies little: once is enough then.
      while (all.length < runs && (all[0]?.milliseconds ?? 0) < LONG) {
        const ended = await runNode(["--import", "tsx", join(root, "operations/bench/proof.ts"), String(size)], root);
        if (ended.code !== 0) return [{ name, why: `the proof failed: ${ended.stderr.trim().slice(0, 300)}`, failed: true }];
        all.push(JSON.parse(ended.stdout) as { readonly milliseconds: number; readonly rss: number });
      }
      return [
        { name, value: Math.round(median(all.map((one) => one.milliseconds))), unit: "ms", n: all.length },
        ...(withMemory ? [{ name: `${name}/rss`, value: Math.round(median(all.map((one) => one.rss))), unit: "MB", n: all.length } as const] : []),
      ];
    },
  };
});

/** Every suite, in the order in which they are run. */
export const SUITES: readonly Suite[] = [plan, preview, ...proofs, { names: PEER_NAMES, run: checkov }];
