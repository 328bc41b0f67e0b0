import { isUnknown, UNKNOWN } from "../../policies/graph/value";
import type { GraphNode } from "../../policies/graph/model";
import { planInProcess, type Plan, type PlanOptions } from "../../operations/plan/plan";
import { program, removeTemporary, temporaryProject } from "./temporary";

afterAll(removeTemporary);

const callFunction: NonNullable<PlanOptions["callFunction"]> = (token, args) => ({ token, ...args, id: "eu-central-1" });

async function planOf(body: string, stackFile = "", options: Partial<PlanOptions> = {}): Promise<Plan> {
  const root = temporaryProject({ "program.js": program(body), "Pulumi.dev.yaml": stackFile });
  const plan = await planInProcess({ root, stack: "dev", callFunction, ...options });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan;
}

function named(plan: Plan, name: string): GraphNode {
  const found = plan.graph.nodes.filter((node) => node.name === name);
  const [node] = found;
  if (node === undefined || found.length > 1) throw new Error(`${found.length} nodes are named ${name}`);
  return node;
}

const SITE = `
  class Site extends pulumi.ComponentResource {
    constructor(name, opts) { super("shop:index:Site", name, {}, opts); }
  }
`;

describe("what is recorded", () => {
  it("makes URNs as the engine does: the chain of parents' types, the stack's own left out", async () => {
    const plan = await planOf(`${SITE}
      const site = new Site("paris");
      const bucket = new aws.s3.Bucket("uploads", {}, { parent: site });
      new random.RandomId("suffix", { byteLength: 4 }, { parent: bucket });
    `);
    expect(named(plan, "shop-dev").urn).toBe("urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
    expect(named(plan, "paris").urn).toBe("urn:pulumi:dev::shop::shop:index:Site::paris");
    expect(named(plan, "suffix").urn).toBe("urn:pulumi:dev::shop::shop:index:Site$aws:s3/bucket:Bucket$random:index/randomId:RandomId::suffix");
    expect(named(plan, "suffix").parent).toBe(named(plan, "uploads").urn);
    expect(named(plan, "paris").parent).toBe(named(plan, "shop-dev").urn);
    expect(named(plan, "paris").custom).toBe(false);
  });

  it("keeps what only the cloud decides unknown, what is unset absent, and what flows where", async () => {
    const plan = await planOf(`
      const bucket = new aws.s3.Bucket("uploads", { forceDestroy: false });
      new aws.s3.BucketVersioning("versions", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
    `);
    const [uploads, versions] = [named(plan, "uploads"), named(plan, "versions")];
    expect(uploads.inputs).toEqual({ forceDestroy: false });
    expect(uploads.id).toBeUndefined();
    expect(versions.inputs["bucket"]).toBe(UNKNOWN);
    expect(versions.inputs["versioningConfiguration"]).toEqual({ status: "Enabled" });
    expect(versions.dependencies).toEqual([uploads.urn]);
    expect(versions.propertyDependencies).toEqual({ bucket: [uploads.urn] });
  });

  it("does not run what depends on an unknown", async () => {
    const plan = await planOf(`
      const bucket = new aws.s3.Bucket("uploads", {});
      bucket.arn.apply(() => { throw new Error("an unknown was given to a function"); });
    `);
    expect(plan.graph.nodes.map((node) => node.name)).toContain("uploads");
  });

  it("lets children inherit protection, retention and provider, as the engine does", async () => {
    const plan = await planOf(`${SITE}
      const eu = new aws.Provider("eu", { region: "eu-west-1" });
      const site = new Site("paris", { protect: true, retainOnDelete: true, providers: [eu] });
      new aws.s3.Bucket("inherits", {}, { parent: site });
      new aws.s3.Bucket("refuses", {}, { parent: site, protect: false, retainOnDelete: false, ignoreChanges: ["tags"] });
    `);
    expect(named(plan, "inherits").options).toEqual({ protect: true, retainOnDelete: true, ignoreChanges: [] });
    expect(named(plan, "refuses").options).toEqual({ protect: false, retainOnDelete: false, ignoreChanges: ["tags"] });
    expect(named(plan, "inherits").provider).toBe(named(plan, "eu").urn);
    expect(named(plan, "eu").inputs["region"]).toBe("eu-west-1");
  });

  it("makes the default provider of a package, named by version and plugin address, configured by the stack", async () => {
    const plan = await planOf(
      `
      new aws.s3.Bucket("uploads", {});
      new ovh.cloudproject.Storage("archive", { regionName: "GRA", serviceName: "0", name: "archive" });
    `,
      "config:\n  aws:region: eu-west-3\n",
    );
    const provider = plan.graph.byUrn.get(named(plan, "uploads").provider ?? "");
    expect(provider).toMatchObject({ type: "pulumi:providers:aws", name: "default_7_48_0", parent: undefined, inputs: { region: "eu-west-3", version: "7.48.0" } });
    expect(named(plan, "archive").provider).toBe("urn:pulumi:dev::shop::pulumi:providers:ovh::default_2_19_1_github_/api.github.com/ovh/pulumi-ovh");
  });

  it("answers data sources with the given function, and makes their default provider", async () => {
    const plan = await planOf(`
      const region = await aws.getRegion({});
      new aws.ssm.Parameter("region", { type: "String", value: region.id });
    `);
    expect(named(plan, "region").inputs["value"]).toBe("eu-central-1");
    expect(named(plan, "default_7_48_0").type).toBe("pulumi:providers:aws");
  });

  it("asks a data source in the region of its provider", async () => {
    const asked: unknown[] = [];
    await planOf(
      `
      const here = new aws.Provider("here", { region: "eu-west-1" });
      await aws.getRegion({}, { provider: here });
      await aws.getCallerIdentity({});
    `,
      "config:\n  aws:region: eu-west-3\n",
      { callFunction: (token, _args, context) => (asked.push([token.split(":").at(-1), context]), { id: "x" }) },
    );
    expect(asked).toEqual([["getRegion", { region: "eu-west-1" }], ["getCallerIdentity", { region: "eu-west-3" }]]);
  });

  it("marks what is only read as external, with its id", async () => {
    const plan = await planOf(`aws.route53.Zone.get("zone", "Z0123456789");`);
    expect(named(plan, "zone")).toMatchObject({ external: true, id: "Z0123456789" });
  });

  it("knows the id of an imported resource", async () => {
    const plan = await planOf(`
      const bucket = new aws.s3.Bucket("uploads", {}, { import: "the-uploads" });
      new aws.s3.BucketVersioning("versions", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
    `);
    expect(named(plan, "uploads").id).toBe("the-uploads");
    expect(named(plan, "versions").inputs["bucket"]).toBe("the-uploads");
  });
});

describe("configuration and secrets", () => {
  it("hands objects over as JSON with ordered keys, and fills in the project's defaults", async () => {
    const root = temporaryProject({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: program.js\nconfig:\n  size:\n    type: integer\n    default: 3\n  aws:region: eu-west-1\n",
      "Pulumi.dev.yaml": "config:\n  shop:place:\n    region: GRA\n    provider: ovh\n",
      "program.js": program(`new aws.ssm.Parameter("p", { type: "String", value: JSON.stringify({ place: new pulumi.Config().requireObject("place"), size: new pulumi.Config().requireNumber("size") }) });`),
    });
    const plan = await planInProcess({ root, stack: "dev", callFunction });
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    expect(named(plan, "p").inputs["value"]).toBe('{"place":{"provider":"ovh","region":"GRA"},"size":3}');
    expect(plan.config.get("aws:region")?.text).toBe("eu-west-1");
    expect(plan.config.get("shop:place")?.text).toBe('{"provider":"ovh","region":"GRA"}');
  });

  it("never decrypts: what is made of an encrypted value is unknown, and a note says so", async () => {
    const plan = await planOf(
      `new aws.ssm.Parameter("url", { type: "SecureString", value: pulumi.interpolate\`postgres://\${new pulumi.Config().requireSecret("password")}@db\` });`,
      "config:\n  shop:password:\n    secure: v1:abc:def\n",
    );
    expect(isUnknown(named(plan, "url").inputs["value"])).toBe(true);
    expect(plan.notes.join("\n")).toContain("encrypted configuration is not decrypted here and counts as unknown: shop:password");
  });

  it("hides secrets in the graph that is shared", async () => {
    const plan = await planOf(`
      new aws.ssm.Parameter("p", { type: "SecureString", value: pulumi.secret("hunter2"), tags: pulumi.secret({ pin: "1234" }) });
    `);
    expect(named(plan, "p").inputs["value"]).toBe("hunter2");
    const shared = plan.shareable();
    expect(shared.nodes.find((node) => node.name === "p")?.inputs).toEqual({ type: "SecureString", value: "[secret]", tags: UNKNOWN });
    expect(JSON.stringify(shared.nodes)).not.toMatch(/hunter2|1234/);
  });

  it("keeps what the program prints off the standard output", async () => {
    const written = jest.spyOn(process.stdout, "write");
    const plan = await planOf(`console.log("from the program");`);
    expect(plan.notes).toContain("from the program");
    expect(written.mock.calls.map(String).join("")).not.toContain("from the program");
    written.mockRestore();
  });
});

it("gives the same graph twice, whatever ran before in the process", async () => {
  const body = `new aws.s3.Bucket("uploads", {}); new random.RandomId("suffix", { byteLength: 4 });`;
  const [first, second] = await Promise.all([planOf(body), planOf(body)]);
  expect(second.graph.nodes).toEqual(first.graph.nodes);
  expect(Error.stackTraceLimit).toBeGreaterThan(0);
});
