import Ajv2020 from "ajv/dist/2020";
import schema from "../../operations/plan/graph.schema.json";
import { planInProcess } from "../../operations/plan/plan";
import { readGraph, writeGraph } from "../../operations/plan/serialise";
import type { Graph } from "../../policies/graph/model";
import { program, removeTemporary, temporaryProject } from "./temporary";

afterAll(removeTemporary);

let graph: Graph;
const text = (over: object = {}) => JSON.stringify({ ...writeGraph(graph), ...over });

beforeAll(async () => {
  const body = `
    const bucket = new aws.s3.Bucket("uploads", {}, { protect: true });
    new aws.s3.BucketVersioning("versions", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } }, { retainOnDelete: true });
    aws.route53.Zone.get("zone", "Z1");
    new random.RandomPassword("p", { length: 8 });
  `;
  const plan = await planInProcess({ root: temporaryProject({ "program.js": program(body) }), stack: "dev", callFunction: () => ({}) });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  graph = plan.shareable();
});

it("reads back what it wrote, unknowns and options included", () => {
  const read = readGraph(text(), "plan.json");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(read.graph.nodes).toEqual(graph.nodes);
  expect([...read.graph.byUrn.keys()].sort()).toEqual([...graph.byUrn.keys()].sort());
  expect(read.graph).toMatchObject({ project: "shop", stack: "dev" });
});

it("writes what the schema describes", () => {
  const validate = new Ajv2020({ strict: true }).compile(schema);
  expect([validate(JSON.parse(text())), validate.errors]).toEqual([true, null]);
});

function problem(content: string): { readonly where: string; readonly problem: string; readonly fix: string } {
  const read = readGraph(content, "plan.json");
  if (read.ok || read.problems[0] === undefined) throw new Error("it was read all the same");
  return read.problems[0];
}

describe("files that are refused", () => {
  it("one that is cut off", () => {
    expect(problem(text().slice(0, 200))).toMatchObject({ where: "plan.json", fix: "write the file again: npm run -s start -- --graph" });
    expect(problem(text().slice(0, 200)).problem).toMatch(/^it is not JSON: /);
  });

  it.each([["{}", "format missing, version missing"], ["null", "format missing, version missing"], ['{"format":"firebreak-graph","version":2}', 'format "firebreak-graph", version 2']])("one of another kind or version: %s", (content, value) => {
    expect(problem(content)).toMatchObject({ problem: "it is not a graph of a version that is known here", value, allowed: 'format "firebreak-graph", version 1' });
  });

  it("one whose nodes are not nodes: tells where", () => {
    const [first] = writeGraph(graph).nodes;
    expect(problem(text({ nodes: [{ ...first, custom: "yes" }] }))).toMatchObject({ where: "plan.json, /nodes/0/custom", problem: "must be boolean" });
    expect(problem(text({ nodes: Array(1000).fill({}) })).where).toBe("plan.json, /nodes/0");
  });

  it("one that has a resource twice", () => {
    const { nodes } = writeGraph(graph);
    expect(problem(text({ nodes: [...nodes, ...nodes.slice(0, 1)] })).problem).toMatch(/^two resources share the URN urn:pulumi:dev/);
  });
});
