import type { Graph } from "../../policies/graph/model";
import { judge } from "../../policies/judge";
import type { Result } from "../errors";
import { planInProcess } from "../plan/plan";
import { buildReport } from "../report/build";
import type { Report } from "../report/model";
import { readDeclared } from "./settings";

/** What to plan and judge. */
export interface StartInput {
  /** Folder of the project, where `Pulumi.yaml` is. */
  readonly root: string;
  readonly stack: string;
  readonly debug: boolean;
}

/** The report, and the graph with its secrets hidden. */
export interface Started {
  readonly report: Report;
  readonly shareable: () => Graph;
}

/** Plans in process, judges, reports. Milliseconds count from the start of the process. */
export async function startInProcess({ root, stack, debug }: StartInput): Promise<Result<Started>> {
  const startup = performance.now();
  const plan = await planInProcess({
    root,
    stack,
    debug,
    check: (config) => {
      const declared = readDeclared(config);
      return declared.ok ? [] : declared.problems;
    },
  });
  if (!plan.ok) return plan;
  const declared = readDeclared(plan.config);
  if (!declared.ok) return declared;
  const planned = performance.now();
  const judgement = judge(plan.graph, declared.settings);
  const total = performance.now();
  const parts = { startup, sdk: plan.timings.sdk, program: plan.timings.program, analysis: total - planned };
  const timings = { total: Math.round(total), parts: Object.fromEntries(Object.entries(parts).map(([name, ms]) => [name, Math.round(ms)])) };
  const report = buildReport({ graph: plan.graph, judgement, settings: declared.settings, source: "in-process", sites: declared.sites, notes: plan.notes, timings });
  return { ok: true, report, shareable: plan.shareable };
}
