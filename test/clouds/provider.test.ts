import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { burn, extinguish, listBurnt } from "../../clouds/burn";
import { readCalls } from "../../clouds/calls";
import { CLOUDS } from "../../clouds/clouds";
import { Store } from "../../clouds/store";
import { UNKNOWN } from "../../clouds/value";
import { cleanUp, folder, trial, urn } from "./support";

const BUCKET = "aws:s3/bucket:Bucket";
const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const STORAGE = "ovh:CloudProject/storage:Storage";
const PASSWORD = "random:index/randomPassword:RandomPassword";
const frankfurt = { region: "eu-central-1", allowedAccountIds: '["123456789012"]' };
const PROJECT = "0123456789abcdef0123456789abcdef";

afterEach(cleanUp);

describe("life of a resource", () => {
  test("is created, read, updated and deleted; outputs carry account and region", async () => {
    const { provider, create } = await trial("aws", frankfurt);
    const made = await create("aws:sns/topic:Topic", "alarms", { name: "alarms" });
    expect(made).toMatchObject({ id: "arn:aws:sns:eu-central-1:123456789012:alarms", owner: "123456789012", region: "eu-central-1" });
    const type = "aws:sns/topic:Topic";
    const updated = await provider.update(urn(type, "alarms"), type, made.id, made, { name: "alarms", displayName: "Alarms" }, false);
    expect(updated).toMatchObject({ displayName: "Alarms", arn: made.id });
    expect((await provider.read(urn(type, "alarms"), type, made.id, {}, {})).inputs).toEqual({ name: "alarms", displayName: "Alarms" });
    await provider.delete(urn(type, "alarms"), type, made.id, updated);
    expect((await provider.read(urn(type, "alarms"), type, made.id, {}, {})).id).toBe("");
    await expect(provider.update(urn(type, "alarms"), type, made.id, updated, { name: "alarms" }, false)).rejects.toThrow(/not found: it was removed outside Pulumi/);
  });

  test("at preview what is set is known and what the cloud decides is not", async () => {
    const { provider } = await trial("aws", frankfurt);
    const { outputs } = await provider.create(urn(BUCKET, "b"), BUCKET, { bucket: "known-name" }, true);
    expect(outputs).toMatchObject({ bucket: "known-name", arn: UNKNOWN, versioning: UNKNOWN, replicationConfiguration: UNKNOWN });
    expect(outputs.forceDestroy).toBeUndefined();
    expect(new Store((await trial("aws")).root).all(BUCKET)).toEqual([]);
  });

  test("a changed name replaces, a changed tag does not; a name that stays must be freed first", async () => {
    const { provider } = await trial("aws", frankfurt);
    const diff = (before: object, after: object) => provider.diff(urn(BUCKET, "b"), BUCKET, { ...before } as never, { region: "eu-central-1" }, { ...after } as never);
    expect(await diff({ bucket: "one", tags: {} }, { bucket: "one", tags: { a: "b" } })).toEqual({ changed: ["tags"], replaces: [], deleteFirst: false });
    expect(await diff({ bucket: "one" }, { bucket: "two" })).toEqual({ changed: ["bucket"], replaces: ["bucket"], deleteFirst: false });
    expect(await diff({ bucket: "one" }, { bucket: "one", objectLockEnabled: true })).toEqual({ changed: ["objectLockEnabled"], replaces: ["objectLockEnabled"], deleteFirst: true });
    expect(await diff({ bucket: "one" }, { bucket: "one" })).toEqual({ changed: [], replaces: [], deleteFirst: false });
    expect((await provider.diff(urn(BUCKET, "b"), BUCKET, { bucket: "one" }, { region: "eu-west-1" }, { bucket: "one" })).replaces).toEqual(["region"]);
  });

  test("a changed listener replaces an OVHcloud load balancer", async () => {
    const { provider } = await trial("ovh");
    const type = "ovh:CloudProject/loadBalancer:LoadBalancer";
    expect((await provider.diff(urn(type, "l"), type, { name: "a", listeners: [{ port: 80 }] }, {}, { name: "b", listeners: [{ port: 443 }] })).replaces).toEqual(["listeners"]);
  });

  test("random values are random, kept on update, and made anew by keepers", async () => {
    const { provider, create } = await trial("random");
    const one = await create(PASSWORD, "p", { length: 24 });
    const other = await create(PASSWORD, "p", { length: 24 });
    expect(one.result).not.toBe(other.result);
    expect(String(one.result)).toHaveLength(24);
    expect((await provider.diff(urn(PASSWORD, "p"), PASSWORD, { length: 24 }, one, { length: 24, keepers: { k: "1" } })).replaces).toEqual(["keepers"]);
    expect((await provider.read(urn(PASSWORD, "p"), PASSWORD, one.id, { length: 24 }, one)).outputs.result).toBe(one.result);
    expect(String((await create(PASSWORD, "s", { length: 40, special: false })).result)).toMatch(/^[A-Za-z0-9]{40}$/);
  });
});

describe("what exists in the cloud", () => {
  test("a reference to nothing is refused in the API's words", async () => {
    const { create } = await trial("aws", frankfurt);
    await expect(create(SUBNET, "s", { vpcId: "vpc-none", cidrBlock: "10.0.0.0/24" })).rejects.toThrow("InvalidVpcID.NotFound: The vpc ID 'vpc-none' does not exist");
  });

  test("what is in use cannot be deleted, and can once it is not", async () => {
    const { create, provider } = await trial("aws", frankfurt);
    const vpc = await create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    const subnet = await create(SUBNET, "s", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    await expect(provider.delete(urn(VPC, "v"), VPC, vpc.id, vpc)).rejects.toThrow(`DependencyViolation: The vpc '${vpc.id}' has dependencies`);
    await expect(create(SUBNET, "t", { vpcId: vpc.id, cidrBlock: "10.0.0.0/25" })).rejects.toThrow("InvalidSubnet.Conflict");
    await expect(create(SUBNET, "t", { vpcId: vpc.id, cidrBlock: "10.9.0.0/24" })).rejects.toThrow("InvalidSubnet.Range");
    await provider.delete(urn(SUBNET, "s"), SUBNET, subnet.id, subnet);
    await provider.delete(urn(VPC, "v"), VPC, vpc.id, vpc);
    expect((await provider.read(urn(VPC, "v"), VPC, vpc.id, {}, {})).id).toBe("");
  });

  test("replication needs a bucket, a role, and versioning at both ends", async () => {
    const { create } = await trial("aws", frankfurt);
    const config = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
    const versioning = "aws:s3/bucketVersioning:BucketVersioning";
    const role = await create("aws:iam/role:Role", "r", { name: "replicator", assumeRolePolicy: '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"s3.amazonaws.com"}}]}' });
    const replicate = () => create(config, "c", { bucket: "from-here", role: String(role.arn), rules: [{ id: "all", status: "Enabled", destination: { bucket: "arn:aws:s3:::to-there" } }] });
    await expect(replicate()).rejects.toThrow("NoSuchBucket: The specified bucket does not exist (from-here)");
    await create(BUCKET, "from", { bucket: "from-here" });
    await expect(replicate()).rejects.toThrow("Versioning must be 'Enabled' on the bucket to apply a replication configuration (from-here)");
    await create(versioning, "vf", { bucket: "from-here", versioningConfiguration: { status: "Enabled" } });
    await expect(replicate()).rejects.toThrow("Destination bucket must exist. (to-there)");
    await create(BUCKET, "to", { bucket: "to-there", region: "eu-north-1" });
    await expect(replicate()).rejects.toThrow("Destination bucket must have versioning enabled. (to-there)");
    await create(versioning, "vt", { bucket: "to-there", region: "eu-north-1", versioningConfiguration: { status: "Enabled" } });
    expect((await replicate()).id).toBe("from-here");
    await expect(create(BUCKET, "again", { bucket: "from-here" })).rejects.toThrow("BucketAlreadyOwnedByYou");
    await expect(create(BUCKET, "again", { bucket: "from-here", region: "eu-west-3" })).rejects.toThrow("BucketAlreadyExists");
  });

  test("OVHcloud replicates within one project, between versioned containers", async () => {
    const { create } = await trial("ovh");
    const source = (name: string) => create(STORAGE, name, { serviceName: PROJECT, regionName: "GRA", name, versioning: { status: "enabled" }, replication: { rules: [{ status: "enabled", destination: { name: "copy", region: "SBG" } }] } });
    await expect(source("first")).rejects.toThrow('replication destination "copy" does not exist in region SBG');
    await create(STORAGE, "copy", { serviceName: "f".repeat(32), regionName: "SBG", name: "copy", versioning: { status: "enabled" } });
    await expect(source("second")).rejects.toThrow("belongs to another project: replication stays within one project");
  });

  test("protection of the cloud's own stops deletion", async () => {
    const { create, provider } = await trial("ovh");
    const type = "ovh:CloudProject/database:Database";
    const made = await create(type, "d", { serviceName: PROJECT, engine: "postgresql", version: "16", plan: "business", flavor: "db1-7", nodes: [{ region: "GRA" }, { region: "GRA" }], deletionProtection: true });
    await expect(provider.delete(urn(type, "d"), type, made.id, made)).rejects.toThrow(`Deletion protection is enabled on service ${made.id}`);
  });

  test("a resource of a region needs one", async () => {
    await expect((await trial("aws")).create(VPC, "v", { cidrBlock: "10.0.0.0/16" })).rejects.toThrow("Missing region configuration: set aws:region");
  });

  test("unknown types are errors", async () => {
    const { failures } = await trial("aws", frankfurt);
    await expect(failures("aws:s3/bucket:Buckt", {})).rejects.toThrow('the simulated aws provider has no resource type "aws:s3/bucket:Buckt"; did you mean "aws:s3/bucket:Bucket"?');
  });
});

describe("configuration", () => {
  test("refuses a region that does not exist, an endpoint that does not exist, an account that is not allowed", async () => {
    const aws = (await trial("aws")).provider;
    expect(await aws.checkConfig("u", { region: "eu-central-11" })).toEqual([{ property: "region", reason: expect.stringContaining('Invalid AWS Region: eu-central-11; did you mean "eu-central-1"?') as string }]);
    expect(await aws.checkConfig("u", { region: "eu-central-1", allowedAccountIds: '["123456789012"]', assumeRoles: '[{"roleArn":"arn:aws:iam::444455556666:role/x"}]' })).toEqual([{ property: "allowedAccountIds", reason: "AWS account ID not allowed: 444455556666; allowedAccountIds has 123456789012" }]);
    expect(await (await trial("ovh")).provider.checkConfig("u", { endpoint: "ovh-mars" })).toEqual([{ property: "endpoint", reason: 'unknown OVHcloud endpoint "ovh-mars": expected one of ovh-eu, ovh-ca, ovh-us' }]);
  });
});

describe("fire", () => {
  test("a burnt region fails every call there, configuration included, and no other", async () => {
    const { provider, create, root } = await trial("aws", frankfurt);
    const made = await create(BUCKET, "b", { bucket: "in-the-fire" });
    await burn(root, { provider: "aws", region: "eu-central-1" });
    const dead = /dial tcp: lookup \S+\.eu-central-1\.amazonaws\.com: i\/o timeout/;
    await expect(provider.checkConfig("u", frankfurt)).rejects.toThrow(dead);
    await expect(provider.diffConfig("u", frankfurt, frankfurt)).rejects.toThrow(dead);
    await expect(provider.configure(frankfurt)).rejects.toThrow(dead);
    await expect(provider.check(urn(BUCKET, "b"), BUCKET, { bucket: "in-the-fire" })).rejects.toThrow(dead);
    await expect(provider.diff(urn(BUCKET, "b"), BUCKET, {}, made, {})).rejects.toThrow(dead);
    await expect(provider.read(urn(BUCKET, "b"), BUCKET, made.id, {}, made)).rejects.toThrow(dead);
    await expect(provider.delete(urn(BUCKET, "b"), BUCKET, made.id, made)).rejects.toThrow(dead);
    await expect(provider.invoke("aws:index/getRegion:getRegion", {})).rejects.toThrow(dead);
    expect((await create(BUCKET, "c", { bucket: "elsewhere", region: "eu-north-1" })).region).toBe("eu-north-1");
    expect((await create("aws:iam/user:User", "u", { name: "u" })).id).toBe("u");
    await extinguish(root);
    expect((await provider.read(urn(BUCKET, "b"), BUCKET, made.id, {}, made)).id).toBe("in-the-fire");
  });

  test("a campus takes every region on it, and the provider's API answers for the others", async () => {
    const { create, provider, root } = await trial("ovh");
    await burn(root, { provider: "ovh", campus: "GRA" });
    const storage = (regionName: string) => create(STORAGE, regionName, { serviceName: PROJECT, regionName, name: `objects-${regionName.toLowerCase()}` });
    await expect(storage("GRA")).rejects.toThrow(/lookup storage\.gra\.ovh\.net: i\/o timeout/);
    await expect(create("ovh:index/cloudFloatingIp:CloudFloatingIp", "f", { region: "GRA11" })).rejects.toThrow(/i\/o timeout/);
    expect((await storage("WAW")).region).toBe("WAW");
    await provider.configure({ endpoint: "ovh-eu" });
    await burn(root, { provider: "ovh" });
    await expect(provider.configure({ endpoint: "ovh-eu" })).rejects.toThrow(/lookup eu\.api\.ovh\.com: i\/o timeout/);
    expect(readCalls(root).filter((call) => call.outcome === "unreachable").map((call) => call.method)).toEqual(["check", "check", "configure"]);
  });

  test("IAM and Route 53 burn with us-east-1 only", async () => {
    const { create, root } = await trial("aws", frankfurt);
    await burn(root, { provider: "aws", region: "us-east-1" });
    await expect(create("aws:route53/zone:Zone", "z", { name: "example.com" })).rejects.toThrow(/lookup route53\.us-east-1\.amazonaws\.com: i\/o timeout/);
    expect((await create(VPC, "v", { cidrBlock: "10.0.0.0/16" })).id).toMatch(/^vpc-/);
  });

  test("only places that exist can burn", async () => {
    const root = folder();
    await expect(burn(root, { provider: "ovh", region: "GRA12" })).rejects.toThrow('unknown region "GRA12" of ovh: did you mean "GRA11"?');
    await expect(burn(root, { provider: "azure" as never })).rejects.toThrow('unknown provider "azure": expected aws or ovh');
    expect(listBurnt(root)).toEqual([]);
  });
});

describe("state on disk", () => {
  test("of many that create one name at once, one wins", async () => {
    const root = folder();
    const trials = await Promise.all(Array.from({ length: 8 }, () => trial("aws", frankfurt, root)));
    const results = await Promise.allSettled(trials.map(({ create }) => create(BUCKET, "b", { bucket: "only-one" })));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    expect(new Store(root).all(BUCKET)).toHaveLength(1);
  });

  test("survives a process that is killed while it writes", async () => {
    const root = folder();
    const script = `
      require("tsx/cjs");
      const { Store } = require(${JSON.stringify(join(__dirname, "../../clouds/store.ts"))});
      const store = new Store(${JSON.stringify(root)});
      const resource = (n) => ({ provider: "aws", type: "t", id: "r" + n, urn: "u", account: "a", region: "r", createdAt: "", inputs: { fill: "x".repeat(200000) }, outputs: {} });
      (async () => { console.log("ready"); for (let n = 0; ; n++) { store.create(resource(n)); await store.write(resource(n)); } })();`;
    const child = spawn(process.execPath, ["-e", script], { cwd: join(__dirname, "../.."), stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    const found = new Store(root).all("t");
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((stored) => String(stored.inputs.fill).length === 200_000)).toBe(true);
  });

  test("calls are logged with their outcome and without any value", async () => {
    const { create, root } = await trial("aws", frankfurt);
    await expect(create("aws:secretsmanager/secretVersion:SecretVersion", "s", { secretId: "none", secretString: "do-not-print" })).rejects.toThrow("can't find the specified secret");
    expect(readCalls(root).map(({ method, outcome, regions }) => [method, outcome, regions])).toEqual([["configure", "ok", ["eu-central-1"]], ["check", "ok", ["eu-central-1"]], ["create", "refused", ["eu-central-1"]]]);
    expect(readdirSync(root).map((name) => readFileSync(join(root, name), "utf8")).join("")).not.toContain("do-not-print");
  });

  test("a call takes as long as was asked for", async () => {
    const { create } = await trial("aws", frankfurt, folder(), 60);
    const begin = Date.now();
    await create(VPC, "v", { cidrBlock: "10.0.0.0/16" });
    expect(Date.now() - begin).toBeGreaterThanOrEqual(58);
  });
});

test("every provider reports the version that package.json pins", () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { dependencies: Record<string, string> };
  for (const cloud of CLOUDS) {
    const installed = JSON.parse(readFileSync(require.resolve(`${cloud.sdk}/package.json`), "utf8")) as { version: string };
    expect(manifest.dependencies[cloud.sdk]).toBe(installed.version);
  }
});
