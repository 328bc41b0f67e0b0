import { Asked, from, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;
const FIRE = "campus:aws/eu-central-1";

function start(): Stack {
  const stack = new Stack();
  stack.aws("eu-central-1");
  stack.ovh();
  stack.provider("random", "random");
  return stack;
}

describe("KMS multi-region keys", () => {
  function build(key: Inputs = {}, replica: Inputs = {}): { readonly asked: Asked; readonly key: Handle } {
    const stack = start();
    const primary = stack.add("aws:kms/key:Key", "key", { multiRegion: true, ...key });
    stack.add("aws:kms/replicaKey:ReplicaKey", "key-copy", { region: "eu-north-1", primaryKeyArn: from(primary), ...replica });
    return { asked: new Asked(stack.graph()), key: primary };
  }

  it("leave the replica, which is never behind", () => {
    const { asked, key } = build();
    expect(asked.cell(key, FIRE)).toMatchObject({ verdict: "survives", rpo: { seconds: 0 }, rto: { seconds: 0 } });
    expect(asked.cell(key, "provider:aws").verdict).toBe("lost");
  });

  it.each<[string, Inputs, Inputs, string]>([
    ["is not multi-region", { multiRegion: undefined }, {}, "multi-region"],
    ["has a replica that is disabled", {}, { enabled: false }, "enabled"],
  ])("do not count when the key %s", (_, key, replica, name) => {
    const { asked, key: handle } = build(key, replica);
    expect(asked.link(handle, "aws-kms-multi-region-replica", name).state).toBe("off");
    expect(asked.cell(handle, FIRE).verdict).toBe("lost");
  });

  it("are not deleted at once: the window is longer than a deletion goes unnoticed", () => {
    const { asked, key } = build();
    expect(asked.cell(key, "operator-error")).toMatchObject({ hit: false, reason: 'not hit: a deletion of "key" can be taken back for 30 d' });
    expect(build({ deletionWindowInDays: 7 }).asked.cell(key, "operator-error").hit).toBe(false);
    const short = new Asked(shortWindow(), { timeToNotice: 10 * 86_400 });
    expect(short.assessment.cells.find((cell) => cell.disaster === "operator-error")).toMatchObject({ hit: true, verdict: "lost" });
  });

  function shortWindow() {
    const stack = start();
    stack.add("aws:kms/key:Key", "alone", { deletionWindowInDays: 7 });
    return stack.graph();
  }
});

describe("one material in several places", () => {
  function build(replica: Inputs = {}): { readonly asked: Asked; readonly material: Handle; readonly aws: Handle; readonly ovh: Handle } {
    const stack = start();
    const material = stack.add("random:index/randomBytes:RandomBytes", "material", { length: 32 });
    const aws = stack.add("aws:kms/externalKey:ExternalKey", "aws-key", { multiRegion: true, keyMaterialBase64: from(material) });
    stack.add("aws:kms/replicaExternalKey:ReplicaExternalKey", "aws-copy", { region: "eu-north-1", primaryKeyArn: from(aws), keyMaterialBase64: from(material), ...replica });
    const domain = stack.add("ovh:Okms/okms:Okms", "domain", { region: "eu-west-gra" });
    const ovh = stack.add("ovh:Okms/serviceKeyJWK:ServiceKeyJWK", "ovh-key", { okmsId: from(domain), keys: from(material) });
    return { asked: new Asked(stack.graph()), material, aws, ovh };
  }

  it("survives the state, each campus and each provider", () => {
    const { asked, material, aws, ovh } = build();
    expect(asked.cell(material, "campus:aws/eu-north-1")).toMatchObject({ hit: true, verdict: "survives" });
    expect(asked.cell(aws, "provider:aws")).toMatchObject({ verdict: "survives", reason: expect.stringContaining("ovh-okms-import") as string });
    expect(asked.cell(ovh, "provider:ovh").verdict).toBe("survives");
    expect(asked.cell(ovh, "campus:ovh/GRA").verdict).toBe("survives");
  });

  it.each<[string, Inputs, string, "off" | "unknown"]>([
    ["the replica has no material", { keyMaterialBase64: undefined }, "key material", "off"],
    ["the replica has other material", { keyMaterialBase64: from() }, "same material", "unknown"],
  ])("does not pass when %s", (_, replica, name, state) => {
    const { asked, aws } = build(replica);
    expect(asked.link(aws, "aws-kms-multi-region-replica", name).state).toBe(state);
  });

  it("never shows the material", () => {
    const stack = start();
    const aws = stack.add("aws:kms/externalKey:ExternalKey", "aws-key", { multiRegion: true, keyMaterialBase64: "c2VjcmV0LW1hdGVyaWFs" });
    stack.add("aws:kms/replicaExternalKey:ReplicaExternalKey", "aws-copy", { region: "eu-north-1", primaryKeyArn: from(aws), keyMaterialBase64: "b3RoZXItbWF0ZXJpYWw=" });
    const asked = new Asked(stack.graph());
    expect(asked.link(aws, "aws-kms-multi-region-replica", "same material").state).toBe("off");
    expect(JSON.stringify(asked.assessment)).not.toMatch(/c2VjcmV0|b3RoZXI/);
  });
});

describe("secrets", () => {
  function build(replicas: Input, ovhToo = false): { readonly asked: Asked; readonly secret: Handle; readonly version: Handle; readonly password: Handle } {
    const stack = start();
    const password = stack.add("random:index/randomPassword:RandomPassword", "password", { length: 40 });
    const secret = stack.add("aws:secretsmanager/secret:Secret", "app", { replicas });
    const version = stack.add("aws:secretsmanager/secretVersion:SecretVersion", "app-version", { secretId: from(secret), secretString: from(password) });
    if (ovhToo) {
      const domain = stack.add("ovh:Okms/okms:Okms", "domain", { region: "eu-west-gra" });
      stack.add("ovh:Okms/secret:Secret", "app-ovh", { okmsId: from(domain), path: "app", version: { data: from(password) } });
    }
    return { asked: new Asked(stack.graph()), secret, version, password };
  }

  it("are replicated by Secrets Manager, versions with them", () => {
    const { asked, secret, version } = build([{ region: "eu-north-1" }]);
    expect(asked.copy(secret, "aws-secretsmanager-replica")).toMatchObject({ kind: "replica", place: { region: "eu-north-1" } });
    expect(asked.copy(version, "aws-secretsmanager-replica")).toMatchObject({ of: version.urn });
    expect(asked.cell(version, FIRE).verdict).toBe("survives");
  });

  it("need a key in the replica's region", () => {
    const stack = start();
    const near = stack.add("aws:kms/key:Key", "near", {});
    const secret = stack.add("aws:secretsmanager/secret:Secret", "app", { replicas: [{ region: "eu-north-1", kmsKeyId: from(near) }] });
    const asked = new Asked(stack.graph());
    expect(asked.link(secret, "aws-secretsmanager-replica", "key at the destination")).toMatchObject({ state: "off", detail: 'the key "near" is not in eu-north-1' });
    expect(asked.cell(secret, FIRE).verdict).toBe("lost");
  });

  it("are copies of each other when the program gives them one value", () => {
    const { asked, secret } = build([], true);
    expect(asked.copy(secret, "declared-twice")).toMatchObject({ kind: "export", place: { campus: "GRA" } });
    expect(asked.cell(secret, "provider:aws")).toMatchObject({ verdict: "survives", rpo: { seconds: 0 }, rto: { seconds: 0 } });
  });

  it("outlive the state in the stores that they are written to", () => {
    const { asked, password } = build([{ region: "eu-west-1" }]);
    expect(asked.cell(password, "campus:aws/eu-north-1")).toMatchObject({ hit: true, verdict: "survives" });
  });

  it("are unknown in the state while nobody says where it is kept", () => {
    const stack = start();
    const password = stack.add("random:index/randomPassword:RandomPassword", "password", { length: 40 });
    stack.add("aws:ec2/vpc:Vpc", "network");
    const asked = new Asked(stack.graph(), { stateBackend: undefined });
    expect(asked.cell(password, FIRE)).toMatchObject({ verdict: "unknown", reason: expect.stringContaining("set stateBackend in the settings") as string });
  });
});
