/** The plan in process and the real engine agree on every resource of every stack. */
import type { Graph, GraphNode } from "../../policies/graph/model";
import { judge } from "../../policies/judge";
import type { Violation } from "../../policies/rules/model";
import { planInProcess, type Plan } from "../../operations/plan/plan";
import type { PreviewOutcome } from "../../operations/engine/outcome";
import { readDeclared } from "../../operations/start/settings";
import { onEngine, ROOT, TIMEOUT } from "./support";

jest.setTimeout(TIMEOUT);

/** What must be the same; inputs are compared apart, because the engine's have passed the provider's check. */
type Compared = Pick<GraphNode, "type" | "name" | "custom" | "external" | "parent" | "provider" | "dependencies" | "propertyDependencies" | "options">;

function compared(graph: Graph): Readonly<Record<string, Compared>> {
  return Object.fromEntries(graph.nodes.map(({ urn, type, name, custom, external, parent, provider, dependencies, propertyDependencies, options }) => [urn, { type, name, custom, external, parent, provider, dependencies, propertyDependencies, options }]));
}

async function planned(stack: string): Promise<Plan> {
  const plan = await planInProcess({ root: ROOT, stack });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan;
}

describe.each(["prod", "dev"])("%s", (stack) => {
  let plan: Plan;
  let preview: PreviewOutcome;
  let state: Graph;
  beforeAll(async () => {
    plan = await planned(stack);
    [preview, state] = await onEngine({ stack }, async (engine) => {
      const before = await engine.preview();
      const up = await engine.up();
      expect([before.problems, up.problems]).toEqual([[], []]);
      return [before, await engine.graph()];
    });
  });

  it("has more than a hundred resources, of both clouds, with parents, dependencies and protection to compare", () => {
    const { nodes } = plan.graph;
    expect(nodes.length).toBeGreaterThan(100);
    for (const name of ["aws", "ovh", "random"]) expect(nodes.filter((node) => node.type.startsWith(`${name}:`)).length).toBeGreaterThan(0);
    expect(nodes.filter((node) => node.options.protect).length).toBeGreaterThan(10);
    expect(nodes.filter((node) => Object.keys(node.propertyDependencies).length > 0).length).toBeGreaterThan(50);
  });

  it("in process and at the engine's preview: the same resources, types, names, parents, dependencies, providers, protection", () => {
    expect(compared(plan.graph)).toEqual(compared(preview.graph));
  });

  it("in process and in the state after an update: the same", () => {
    expect(compared(plan.graph)).toEqual(compared(state));
  });

  it("sets the same inputs in process as at the engine's preview", () => {
    const keys = (graph: Graph) => Object.fromEntries(graph.nodes.filter((node) => node.custom).map((node) => [node.urn, Object.keys(node.inputs).filter((key) => !key.startsWith("__")).sort()]));
    const [mine, engines] = [keys(plan.graph), keys(preview.graph)];
    const missing = Object.entries(mine).flatMap(([urn, set]) => set.filter((key) => !(engines[urn] ?? []).includes(key)).map((key) => `${urn} ${key}`));
    expect(missing).toEqual([]);
  });

  it("is given the same verdict in process as by the policy pack on the engine", () => {
    const declared = readDeclared(plan.config);
    if (!declared.ok) throw new Error(JSON.stringify(declared.problems));
    expect(told(preview)).toEqual(judge(plan.graph, declared.settings).violations.map(key).sort());
  });
});

describe("prod with objectives that it cannot meet", () => {
  it("is rejected in process and by the pack on the engine for the same resources by the same rules", async () => {
    const policy = { objectives: { campus: { rpo: "1s", rto: "1s" }, default: { rpo: "1s", rto: "1s" } } };
    const plan = await planned("prod");
    const declared = readDeclared(new Map([...plan.config, ["firebreak:policy", { text: JSON.stringify(policy), secret: false, known: true }]]));
    if (!declared.ok) throw new Error(JSON.stringify(declared.problems));
    const mine = judge(plan.graph, declared.settings).violations;
    const preview = await onEngine({ stack: "prod", config: { policy } }, (engine) => engine.preview());
    expect(preview.ok).toBe(false);
    expect(mine.length).toBeGreaterThan(0);
    expect(told(preview)).toEqual(mine.map(key).sort());
    for (const { reason } of mine) expect(preview.findings.map(({ message }) => message).join("\n")).toContain(reason);
  });
});

const key = ({ rule, urn }: Violation): string => `${rule} ${urn}`;

function told({ findings }: PreviewOutcome): readonly string[] {
  return findings.map(({ policy, urn }) => `${policy} ${urn}`).sort();
}
