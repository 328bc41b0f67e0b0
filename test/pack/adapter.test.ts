import * as pulumi from "@pulumi/pulumi";
import { graphFromPolicy, isComponent, valuesOf } from "../../policies/adapter";
import { UNKNOWN } from "../../policies/graph/value";
import { AWS, provider, resourceArgs, STACK_URN, stackArgs, unknownCheckingProxy, UNKNOWN_TEXT, urnOf, type Registered } from "./sdk";

const BUCKET = "aws:s3/bucket:Bucket";
const guarded = (props: object) => valuesOf(unknownCheckingProxy(props));

describe("values", () => {
  test("stay as they are where they are known", () => {
    const props = { a: "x", b: 1, c: true, d: null, e: [1, ["y", { z: 0 }]], f: {} };
    expect(guarded(props)).toEqual(props);
  });

  test("what is not known is UNKNOWN, at the top and at any depth", () => {
    expect(guarded({ a: UNKNOWN_TEXT, b: { c: { d: UNKNOWN_TEXT, e: 1 } } })).toEqual({ a: UNKNOWN, b: { c: { d: UNKNOWN, e: 1 } } });
  });

  test("one unknown element leaves the others of its array readable, in their places", () => {
    expect(guarded({ rules: ["a", UNKNOWN_TEXT, { id: "c", to: [UNKNOWN_TEXT, "d"] }] })).toEqual({ rules: ["a", UNKNOWN, { id: "c", to: [UNKNOWN, "d"] }] });
  });

  test("what is unset stays absent", () => {
    expect(Object.keys(guarded({ a: 1, b: undefined }))).toEqual(["a"]);
    expect("versioning" in guarded({ bucket: "x" })).toBe(false);
  });

  test("whatever else throws is not known either", () => {
    const broken = { get region(): string { throw new Error("no"); }, name: "x" };
    expect(valuesOf(broken)).toEqual({ region: UNKNOWN, name: "x" });
  });

  test("an asset does not leak its content and does not throw", () => {
    const values = guarded({ source: new pulumi.asset.StringAsset("top secret"), code: new pulumi.asset.AssetArchive({ a: new pulumi.asset.StringAsset("x") }) });
    expect(Object.keys(values)).toEqual(["source", "code"]);
    expect(JSON.stringify(values)).not.toContain("top secret");
  });
});

describe("the graph of a stack call", () => {
  const far = provider("far", {});
  const COMPONENT = urnOf("my:shop:Site", "primary");
  const registered: readonly Registered[] = [
    { type: "pulumi:pulumi:Stack", name: "shop-prod" },
    { type: "my:shop:Site", name: "primary", opts: { parent: STACK_URN } },
    { type: "pulumi:providers:aws", name: "default", inputs: { region: "eu-west-3" } },
    { type: BUCKET, name: "replica", inputs: {}, outputs: { arn: UNKNOWN_TEXT, versioning: UNKNOWN_TEXT }, provider: far },
    {
      type: BUCKET, name: "uploads", inputs: { tags: { a: UNKNOWN_TEXT } }, outputs: { id: "uploads-1", arn: "arn:aws:s3:::uploads-1", tags: { a: UNKNOWN_TEXT }, versioning: UNKNOWN_TEXT },
      opts: { parent: COMPONENT, protect: true, ignoreChanges: ["tags"] }, dependsOn: { tags: [urnOf(BUCKET, "replica"), urnOf(BUCKET, "read-with-get")] },
    },
  ];
  const collected = new Map(registered.map((one) => [urnOf(one.type, one.name), valuesOf(resourceArgs(one).props)]));
  const graph = graphFromPolicy(stackArgs(registered).resources, collected);
  const nodeNamed = (name: string) => graph.nodes.find((node) => node.name === name);

  test("is of the stack and the project that the URNs name", () => {
    expect([graph.project, graph.stack]).toEqual(["shop", "prod"]);
  });

  test("has the inputs as collected, where what is unset is absent, and only known outputs", () => {
    expect(nodeNamed("uploads")?.inputs).toEqual({ tags: { a: UNKNOWN } });
    expect(nodeNamed("uploads")?.outputs).toEqual({ id: "uploads-1", arn: "arn:aws:s3:::uploads-1", tags: { a: UNKNOWN } });
    expect(nodeNamed("uploads")?.id).toBe("uploads-1");
    expect(nodeNamed("replica")).toMatchObject({ inputs: {}, outputs: {}, id: undefined });
  });

  test("has relations and options; a resource read with get is in none of them", () => {
    expect(nodeNamed("uploads")).toMatchObject({
      custom: true, external: false, parent: COMPONENT, provider: AWS.urn, dependencies: [urnOf(BUCKET, "replica")], propertyDependencies: { tags: [urnOf(BUCKET, "replica")] },
      options: { protect: true, retainOnDelete: undefined, ignoreChanges: ["tags"] },
    });
    expect(JSON.stringify(graph.nodes)).not.toContain("read-with-get");
  });

  test("components and the stack are not custom; providers are", () => {
    expect(graph.nodes.map((node) => [node.name, node.custom])).toEqual([["replica", true], ["uploads", true], ["primary", false], ["default", true], ["far", true], ["shop-prod", false]]);
    expect(isComponent(resourceArgs({ type: BUCKET, name: "x" }))).toBe(false);
  });

  test("a provider that the call does not list is made from what its resources say of it, without a default region", () => {
    expect(nodeNamed("far")).toMatchObject({ type: "pulumi:providers:aws", inputs: {}, provider: undefined });
    expect(graphFromPolicy(stackArgs(registered).resources, new Map([...collected, [far.urn, { region: UNKNOWN }]])).byUrn.get(far.urn)?.inputs).toEqual({ region: UNKNOWN });
  });

  test("without collected inputs the stack call's properties serve, where more is unknown: never less strict", () => {
    const bare = graphFromPolicy(stackArgs(registered).resources, new Map());
    expect(bare.byUrn.get(urnOf(BUCKET, "uploads"))?.inputs["versioning"]).toEqual(UNKNOWN);
  });

  test("does not depend on the order of the resources", () => {
    expect(graphFromPolicy(stackArgs([...registered].reverse()).resources, collected).nodes).toEqual(graph.nodes);
  });

  test("of nothing is empty", () => {
    expect(graphFromPolicy([], new Map())).toMatchObject({ project: "", stack: "", nodes: [] });
  });
});
