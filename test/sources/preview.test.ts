import { UNKNOWN } from "../../policies/graph/value";
import { fixture, loaded, node, PROVIDER, refused, resources, STACK, BUCKET, URN, VERSIONS } from "./sample";

const UPLOADS = `${URN}shop:index:Site$aws:s3/bucket:Bucket::uploads`;
const VERSIONED = `${URN}shop:index:Site$aws:s3/bucketVersioning:BucketVersioning::versions`;
const PASSWORD = `${URN}random:index/randomPassword:RandomPassword::pw`;

describe("previews that the engine wrote", () => {
  it("a new stack: what only the cloud decides is unknown, and default providers are filled in", () => {
    const read = loaded(fixture("preview-create.json"));
    expect([read.kind, read.graph.project, read.graph.stack]).toEqual(["preview", "shop", "dev"]);
    expect(node(read, VERSIONED)).toMatchObject({ id: undefined, inputs: { bucket: UNKNOWN, versioningConfiguration: { status: "Enabled" } }, propertyDependencies: { bucket: [UPLOADS] } });
    expect(node(read, UPLOADS).provider).toBe(PROVIDER);
    expect(node(read, node(read, PASSWORD).provider ?? "")).toMatchObject({ name: "default_4_21_2", type: "pulumi:providers:random", inputs: {} });
    expect(read.notes.join("\n")).toContain("a preview does not carry default providers");
  });

  it("a change with all that stays the same: updated, replaced, deleted", () => {
    const read = loaded(fixture("preview-show-sames.json"));
    expect(node(read, UPLOADS)).toMatchObject({ id: "uploads-1234", inputs: { tags: { a: "1", n: "2" } } });
    expect(node(read, PASSWORD)).toMatchObject({ id: undefined, inputs: { length: 22 } });
    expect(read.graph.byUrn.has(VERSIONED)).toBe(false);
  });

  it("a preview that leaves out what does not change is no stack: what to run instead", () => {
    expect(refused(fixture("preview-changes-only.json"))).toMatch(/leaves out resources that do not change[^]*6 counted, 1 shown[^]*pulumi preview --json --show-sames/);
  });
});

type Step = Record<string, unknown>;

function steps(...changes: readonly Step[]): Step[] {
  const same = resources().map((one) => ({ op: "same", urn: one["urn"], oldState: one, newState: one }) as Step);
  return [...same.filter((step) => !changes.some((change) => change["urn"] === step["urn"])), ...changes];
}

function preview(list: readonly Step[], more: Step = {}): Step {
  const changeSummary: Record<string, number> = {};
  for (const { op } of list) changeSummary[String(op)] = (changeSummary[String(op)] ?? 0) + 1;
  return { steps: list, duration: 1, changeSummary, ...more };
}

const [, , bucket = {}, versions = {}] = resources();

describe("steps", () => {
  it("the last step that leaves a resource counts, whatever the order of a replacement's steps", () => {
    const next = { ...bucket, inputs: { bucket: "other" }, id: "" };
    const parts = [
      { op: "create-replacement", urn: BUCKET, oldState: bucket, newState: next },
      { op: "replace", urn: BUCKET, oldState: bucket, newState: next },
      { op: "delete-replaced", urn: BUCKET, oldState: bucket },
    ];
    for (const order of [parts, [...parts].reverse()]) expect(node(loaded(preview(steps(...order))), BUCKET)).toMatchObject({ id: undefined, inputs: { bucket: "other" } });
  });

  it("what is deleted leaves, and what depended on it does not dangle", () => {
    const read = loaded(preview(steps({ op: "delete", urn: BUCKET, oldState: bucket })));
    expect([read.graph.byUrn.has(BUCKET), node(read, VERSIONS).dependencies]).toEqual([false, []]);
  });

  it("a resource keeps its outputs when nothing changes, and only its id when it does", () => {
    const withoutOutputs = { ...bucket, id: undefined, outputs: undefined };
    expect(node(loaded(preview(steps({ op: "same", urn: BUCKET, oldState: bucket, newState: withoutOutputs }))), BUCKET)).toMatchObject({ id: "uploads-1", outputs: { arn: "arn:aws:s3:::uploads-1" } });
    expect(node(loaded(preview(steps({ op: "update", urn: BUCKET, oldState: bucket, newState: withoutOutputs }))), BUCKET)).toMatchObject({ id: "uploads-1", outputs: {} });
  });

  it("a default provider has the configuration that the preview shows", () => {
    const url = `${URN}pulumi:providers:aws::default_7_48_0`;
    const read = loaded(preview(steps({ op: "create", urn: BUCKET, newState: { ...bucket, provider: `${url}::x` } }), { config: { "aws:region": "eu-west-3", "aws:secretKey": "[secret]", "ovh:endpoint": "x" } }));
    expect(node(read, url)).toMatchObject({ name: "default_7_48_0", custom: true, inputs: { region: "eu-west-3", secretKey: UNKNOWN } });
  });

  it("a named provider that is not there is not made up", () => {
    expect(refused(preview(steps({ op: "create", urn: BUCKET, newState: { ...bucket, provider: `${PROVIDER}-2::x` } })))).toContain("eu-2, which is not in the file");
  });
});

describe("previews that carry too little", () => {
  it.each<[string, unknown, RegExp]>([
    ["without states", preview(steps({ op: "create", urn: BUCKET })), /does not say what this resource will be \(step "create" without newState\)[^]*pulumi stack export/],
    ["without a summary", { steps: steps() }, /does not say how many resources it covers/],
    ["a summary of something else", preview(steps(), { changeSummary: { same: "many" } }), /not a number counted/],
    ["fewer creates than counted", preview(steps(), { changeSummary: { same: 4, create: 2 } }), /leaves out resources whose step is "create"[^]*2 counted, 0 shown/],
    ["a failed one", preview(steps(), { diagnostics: [{ severity: "error", message: "hunter2" }] }), /the preview itself failed \(1 error\)/],
    ["a step that is not known", preview(steps({ op: "teleport", urn: BUCKET })), /op "teleport"[^]*same, create/],
    ["the state of another resource", preview(steps({ op: "create", urn: BUCKET, newState: versions })), /another resource than the step's own/],
    ["nothing", { steps: null, changeSummary: {} }, /holds no resource that could be judged/],
    ["only the stack", preview([{ op: "create", urn: STACK, newState: resources()[0] }]), /holds no resource that could be judged/],
    ["steps that are no list", { steps: {}, changeSummary: {} }, /steps\n\s+it is not a list/],
  ])("%s", (_name, file, message) => {
    expect(refused(file)).toMatch(message);
    expect(refused(file)).not.toContain("hunter2");
  });
});
