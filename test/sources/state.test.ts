import { UNKNOWN } from "../../policies/graph/value";
import { BUCKET, exported, fixture, loaded, node, PROVIDER, refused, resources, SECRET, SIGNATURE, STACK, UNKNOWN_MARK, URN, VERSIONS, withChange } from "./sample";

describe("an export that the engine wrote", () => {
  const read = loaded(fixture("export.json"));
  const site = `${URN}shop:index:Site::paris`;
  const uploads = `${URN}shop:index:Site$aws:s3/bucket:Bucket::uploads`;
  const versions = `${URN}shop:index:Site$aws:s3/bucketVersioning:BucketVersioning::versions`;

  it("gives a graph of the stack", () => {
    expect([read.kind, read.graph.project, read.graph.stack, read.graph.nodes.length, read.unsettled]).toEqual(["state", "shop", "dev", 9, []]);
  });

  it("keeps inputs, outputs, ids, links and options, without what bridges add", () => {
    expect(node(read, versions)).toEqual({
      urn: versions,
      type: "aws:s3/bucketVersioning:BucketVersioning",
      name: "versions",
      custom: true,
      external: false,
      inputs: { bucket: "uploads-1234", versioningConfiguration: { status: "Enabled" } },
      outputs: expect.objectContaining({ arn: "arn:aws:s3:::versions" }) as object,
      id: "versions-1234",
      provider: PROVIDER,
      parent: site,
      dependencies: [uploads],
      propertyDependencies: { bucket: [uploads] },
      options: { protect: false, retainOnDelete: true, ignoreChanges: ["tags"] },
    });
    expect(node(read, uploads).options.protect).toBe(true);
    expect(node(read, site)).toMatchObject({ custom: false, provider: undefined });
    expect(node(read, PROVIDER).inputs["region"]).toBe("eu-west-1");
  });

  it.each(["export.json", "export-show-secrets.json"])("does not read the secrets of %s", (name) => {
    const one = loaded(fixture(name));
    expect(node(one, `${URN}aws:ssm/parameter:Parameter::par2`).inputs).toEqual({ name: "/x/z", type: "String", value: UNKNOWN });
    expect(JSON.stringify(one.graph.nodes)).not.toMatch(/hunter2|ciphertext|v1:/);
    expect(one.notes.join("\n")).toMatch(/\d+ secret values are not read and count as not known/);
  });

  it("says of when the state is", () => {
    expect(read.notes.join("\n")).toContain("judged as the state was at 2026-11-22T18:16:02");
  });
});

describe("values", () => {
  const inputs = (value: unknown) => node(loaded(withChange(BUCKET, { inputs: { a: value } })), BUCKET).inputs["a"];

  it.each<[string, unknown, unknown]>([
    ["an unknown", UNKNOWN_MARK, UNKNOWN],
    ["a text with an unknown inside", `arn:${UNKNOWN_MARK}`, UNKNOWN],
    ["an encrypted secret", { [SIGNATURE]: SECRET, ciphertext: "v1:abc" }, UNKNOWN],
    ["a secret in clear text", { [SIGNATURE]: SECRET, plaintext: '"hunter2"' }, UNKNOWN],
    ["a resource", { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: BUCKET, id: "uploads-1" }, "uploads-1"],
    ["a resource without id", { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: STACK }, STACK],
    ["a resource with an unknown id", { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: BUCKET, id: { V: {} } }, UNKNOWN],
    ["an asset", { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", hash: "ab", path: "x.zip" }, { hash: "ab", path: "x.zip" }],
    ["bytes", { [SIGNATURE]: "803fd3297a5875dc03ca845dda5d2a98", value: "AAA=" }, UNKNOWN],
    ["a mark that is not known", { [SIGNATURE]: "of-tomorrow", value: true }, UNKNOWN],
    ["null", null, null],
    ["a list", [1, { b: false }], [1, { b: false }]],
  ])("%s", (_name, value, expected) => {
    expect(inputs(value)).toEqual(expected);
  });

  it("a hidden text of one resource is not the hidden text of another", () => {
    expect(inputs("[secret]")).toBe(UNKNOWN);
  });

  it("what is unset stays absent", () => {
    expect(Object.keys(node(loaded(exported(resources())), BUCKET).inputs)).toEqual(["forceDestroy"]);
  });

  it("unknown outputs are left out", () => {
    expect(node(loaded(withChange(BUCKET, { outputs: { arn: UNKNOWN_MARK, region: "eu-west-1" } })), BUCKET).outputs).toEqual({ region: "eu-west-1" });
  });
});

describe("what is on its way", () => {
  it("an old resource that waits for deletion does not count, and what depended on it alone does not dangle", () => {
    const old = { ...resources()[2], delete: true, id: "uploads-0" };
    const gone = { ...resources()[2], urn: `${URN}aws:s3/bucket:Bucket::gone`, delete: true };
    const user = { ...resources()[3], urn: `${VERSIONS}-2`, dependencies: [BUCKET, gone.urn], propertyDependencies: { bucket: [gone.urn] } };
    const read = loaded(exported([...resources(), old, gone, user]));
    expect(node(read, BUCKET).id).toBe("uploads-1");
    expect(node(read, user.urn)).toMatchObject({ dependencies: [BUCKET], propertyDependencies: {} });
    expect(read.notes).toContain("2 resources wait for deletion and do not count");
  });

  it("an interrupted update is told for each resource, and nothing is assumed of it", () => {
    const queue = { urn: `${URN}aws:sqs/queue:Queue::jobs`, custom: true, type: "aws:sqs/queue:Queue" };
    const read = loaded(exported(resources(), { pending_operations: [{ resource: queue, type: "creating" }] }));
    expect(read.unsettled).toEqual([{ urn: queue.urn, name: "jobs", type: queue.type, reason: "an update was interrupted while it was being created: what is there now is not known", fix: expect.stringContaining("pulumi refresh") as string }]);
  });

  it("a resource that is deleted to be replaced is not there", () => {
    const read = loaded(withChange(VERSIONS, { pendingReplacement: true }));
    expect(read.graph.byUrn.has(VERSIONS)).toBe(false);
    expect(read.unsettled.map((one) => [one.name, one.reason])).toEqual([["versions", "it is deleted, to be replaced, and not created again: an update was interrupted"]]);
  });

  it("a resource that did not become ready is told, without the provider's message", () => {
    const read = loaded(withChange(BUCKET, { initErrors: ["password hunter2 refused"] }));
    expect(read.unsettled[0]?.reason).toBe("it exists but did not become ready (1 error in the state)");
    expect(JSON.stringify(read)).not.toContain("hunter2");
  });

  it("a resource that is only read is marked, and noted", () => {
    const read = loaded(withChange(BUCKET, { external: true }));
    expect(node(read, BUCKET).external).toBe(true);
    expect(read.notes).toContain("1 resource is only read here and managed elsewhere: judged with the stack that manages it");
  });
});

describe("versions and other forms", () => {
  it("reads version 4 with known features, and a state file of a self-managed backend", () => {
    const { deployment } = exported(resources());
    expect(loaded({ version: 4, features: ["taint", "views"], deployment }).graph.nodes).toHaveLength(4);
    expect(loaded({ version: 3, checkpoint: { stack: "dev", latest: deployment } }).graph.nodes).toHaveLength(4);
  });

  it.each([[1], [2], [5], ["3"], [null], [undefined], [3.5]])("refuses version %p", (version) => {
    expect(refused({ ...exported(resources()), version })).toMatch(/version\n\s+it is of a version that is not known here\n[^]*allowed\s+3 or 4\n\s+fix\s+export it again/);
  });

  it("refuses a feature that it does not know", () => {
    expect(refused({ ...exported(resources()), version: 4, features: ["taint", "parallelWorlds"] })).toMatch(/features that are not known here[^]*parallelWorlds/);
  });

  it("says that a stack was never deployed, is empty, holds only what others manage, or is marked broken", () => {
    expect(refused({ version: 3, deployment: null })).toContain("the stack has never been deployed");
    for (const list of [[], undefined, null, resources().slice(0, 2)]) expect(refused(exported(list))).toContain("it holds no resource that could be judged");
    expect(refused(exported(resources().map((one) => ({ ...one, external: true }))))).toContain("it only reads resources that others manage (2)");
    expect(refused(exported(resources(), { metadata: { integrity_error: { error: "x" } } }))).toContain("the engine has marked this state as broken");
  });
});
