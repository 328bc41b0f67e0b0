import { judge, type Judgement } from "../../policies/judge";
import type { Graph } from "../../policies/graph/model";
import type { Violation } from "../../policies/rules/model";
import type { PolicyFinding, PreviewOutcome } from "../engine/outcome";
import { withEngine } from "../engine/workspace";
import { failed, type Result } from "../errors";
import { readProject } from "../plan/project";
import { buildReport } from "../report/build";
import { readDeclared } from "./settings";
import type { Started, StartInput } from "./start";

/**
 * The same as `startInProcess`, through `pulumi preview` on the real engine: simulated clouds, the policy pack mandatory.
 * What the pack rejects there is rejected here, whatever the report's own judgement says. Milliseconds count from the
 * start of the process; `say` is told what takes long.
 */
export async function startOnEngine({ root, stack }: StartInput, say: (line: string) => void): Promise<Result<Started>> {
  const startup = performance.now();
  const read = readProject(root, stack);
  if (!read.ok) return read;
  const declared = readDeclared(read.project.config);
  if (!declared.ok) return declared;
  const { settings, sites } = declared;
  const previewed = await withEngine({ root, stack, say }, async (engine) => ({ outcome: await engine.preview(), engine: engine.cli.version, notes: engine.notes }));
  if (!previewed.ok) return previewed;
  const { outcome, engine, notes } = previewed.value;
  const refused = outcome.findings.some(({ enforcement }) => enforcement === "mandatory");
  if (!outcome.ok && !refused) return failed(...outcome.problems);
  const done = performance.now();
  const judgement = withFindings(judge(outcome.graph, settings), outcome);
  const total = performance.now();
  const parts = { startup, engine: done - startup, analysis: total - done };
  const timings = { total: Math.round(total), parts: Object.fromEntries(Object.entries(parts).map(([name, ms]) => [name, Math.round(ms)])) };
  const report = buildReport({ graph: outcome.graph, judgement, settings, source: "engine", sites, notes: [`previewed by Pulumi ${engine}`, ...notes], timings });
  return { ok: true, report, shareable: () => outcome.graph };
}

/** Adds what the pack rejected on the engine and the judgement of the graph did not. */
function withFindings(judgement: Judgement, { findings, graph }: PreviewOutcome): Judgement {
  const told = new Set(judgement.violations.map(({ rule, urn }) => `${rule} ${urn}`));
  const more = findings.filter((one) => one.enforcement === "mandatory" && !told.has(`${one.policy} ${one.urn}`)).map((one) => violationOf(one, graph));
  return more.length === 0 ? judgement : { ...judgement, violations: [...judgement.violations, ...more] };
}

function violationOf({ policy, urn, name, message }: PolicyFinding, graph: Graph): Violation {
  const [before = message, fix] = message.split(/\nFix: /);
  const reason = before.split("\n").at(-1) ?? before;
  return { rule: policy, urn, name, type: graph.byUrn.get(urn)?.type ?? "", verdict: reason.startsWith("Not known: ") ? "unknown" : "rejected", reason: reason.replace(/^Not known: /, "").replace(/\.$/, ""), fix: fix?.split("\n")[0] ?? `see the policy ${policy}` };
}
