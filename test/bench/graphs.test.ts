import { generateGraph } from "../../operations/bench/graphs";
import { median } from "../../operations/bench/measure";
import { classify } from "../../policies/catalog/catalog";
import { judge } from "../../policies/judge";
import { DEFAULTS } from "../../policies/settings/settings";

const graph = generateGraph(1000);

it("gives as many nodes as asked for, the same every time", () => {
  expect(graph.nodes).toHaveLength(1000);
  expect(generateGraph(1000).nodes).toEqual(graph.nodes);
  expect(generateGraph(10).nodes).toHaveLength(10);
});

it("links nodes to nodes that exist, providers and parents included", () => {
  for (const node of graph.nodes) {
    const linked = [...node.dependencies, ...Object.values(node.propertyDependencies).flat(), ...[node.parent, node.provider].flatMap((one) => one ?? [])];
    for (const urn of linked) expect([node.urn, graph.byUrn.has(urn)]).toEqual([node.urn, true]);
  }
});

it("is made of types that the catalog knows, with work for the proof: data and keys in several regions", () => {
  const types = [...new Set(graph.nodes.filter((node) => node.custom && !node.type.startsWith("pulumi:")).map((node) => node.type))];
  expect(types.filter((type) => classify(type) === undefined)).toEqual([]);
  const { assessment } = judge(graph, DEFAULTS);
  const holding = assessment.resources.filter((resource) => ["data", "secret", "key"].includes(resource.holds)).length;
  expect(holding / assessment.resources.length).toBeGreaterThan(0.15);
  expect(holding / assessment.resources.length).toBeLessThan(0.4);
  expect(assessment.disasters.filter((disaster) => disaster.kind === "region").length).toBeGreaterThan(3);
  expect(new Set(assessment.resources.map((resource) => resource.place.provider))).toEqual(new Set(["aws", "ovh", "state"]));
  const stored = assessment.resources.filter((resource) => resource.holds === "data");
  expect(stored.filter((resource) => resource.copies.length === 0).length).toBeGreaterThan(10);
  const replicated = assessment.resources.find((resource) => resource.name === "t0-s3-objects");
  expect(replicated?.copies.map((copy) => [copy.mechanism, copy.place.region])).toEqual([["ovh-storage-replication", "SBG"]]);
  const [uploads] = assessment.resources.filter((resource) => resource.name === "t0-s0-objects");
  expect(uploads?.copies.length).toBeGreaterThan(0);
});

it("takes the middle of the runs", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});
