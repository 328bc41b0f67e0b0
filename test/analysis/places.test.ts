import { Context } from "../../policies/analysis/context";
import type { Place } from "../../policies/analysis/model";
import { offSite } from "../../policies/analysis/offsite";
import { Links, types } from "../../policies/graph/links";
import { UNKNOWN } from "../../policies/graph/value";
import { from, settings, Stack, type Handle } from "./graphs";

function placeOf(stack: Stack, handle: Handle): Place {
  const graph = stack.graph();
  const node = graph.byUrn.get(handle.urn);
  if (node === undefined) throw new Error("no such node");
  return new Context(graph, settings()).place(node);
}

describe("places", () => {
  it("prefers the region input to the provider's", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    expect(placeOf(stack, stack.add("aws:s3/bucket:Bucket", "here"))).toMatchObject({ known: true, region: "eu-central-1", city: "Frankfurt", account: "123456789012" });
    expect(placeOf(stack, stack.add("aws:s3/bucket:Bucket", "there", { region: "eu-north-1" }))).toMatchObject({ region: "eu-north-1" });
  });

  it("never falls back to a default region", () => {
    const stack = new Stack();
    stack.provider("later", "aws", { region: UNKNOWN });
    expect(placeOf(stack, stack.add("aws:s3/bucket:Bucket", "a"))).toMatchObject({ known: false, why: 'the region of the provider "later" is not known yet: write it out' });
    const none = new Stack();
    none.provider("bare", "aws");
    expect(placeOf(none, none.add("aws:s3/bucket:Bucket", "a"))).toMatchObject({ known: false, why: 'the provider "bare" has no region: set aws:region, or the region of "a"' });
    const own = new Stack();
    own.aws("eu-central-1");
    expect(placeOf(own, own.add("aws:s3/bucket:Bucket", "a", { region: from() }))).toMatchObject({ known: false, why: 'region of "a" is not known yet: write it out' });
  });

  it("knows a region that is none as no place", () => {
    const stack = new Stack();
    stack.aws("eu-middle-1");
    expect(placeOf(stack, stack.add("aws:s3/bucket:Bucket", "a"))).toMatchObject({ known: false, region: "eu-middle-1", why: '"eu-middle-1" is not a place that the aws table knows' });
  });

  it("takes a zone from the input or the subnet", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const subnet = stack.add("aws:ec2/subnet:Subnet", "b", { availabilityZone: "eu-central-1b" });
    expect(placeOf(stack, stack.add("aws:ebs/volume:Volume", "disk", { availabilityZone: "eu-central-1a" })).zone).toBe("eu-central-1a");
    expect(placeOf(stack, stack.add("aws:ec2/instance:Instance", "server", { subnetId: from(subnet) }))).toMatchObject({ zone: "eu-central-1b", region: "eu-central-1" });
  });

  it("puts global services at no one place", () => {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const zone = placeOf(stack, stack.add("aws:route53/zone:Zone", "example"));
    expect(zone).toMatchObject({ known: true, provider: "aws" });
    expect(zone.region).toBeUndefined();
  });

  it("places OVHcloud's resources by their own words for a region, and parts with their whole", () => {
    const stack = new Stack();
    stack.ovh();
    expect(placeOf(stack, stack.add("ovh:CloudProject/instance:Instance", "server", { region: "GRA11" }))).toMatchObject({ campus: "GRA", account: "ovh-eu" });
    expect(placeOf(stack, stack.add("ovh:CloudProject/storage:Storage", "bucket", { regionName: "GRA" })).campus).toBe("GRA");
    const database = stack.add("ovh:CloudProject/database:Database", "orders", { nodes: [{ region: "RBX" }] });
    expect(placeOf(stack, database).campus).toBe("RBX");
    expect(placeOf(stack, stack.add("ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance", "app", { clusterId: from(database) })).campus).toBe("RBX");
    const domain = stack.add("ovh:Okms/okms:Okms", "keys", { region: "eu-west-gra" });
    expect(placeOf(stack, stack.add("ovh:Okms/serviceKey:ServiceKey", "key", { okmsId: from(domain) })).campus).toBe("GRA");
  });

  it("puts generated values where the state is", () => {
    const stack = new Stack();
    stack.provider("random", "random");
    expect(placeOf(stack, stack.add("random:index/randomPassword:RandomPassword", "password"))).toMatchObject({ known: true, region: "eu-north-1" });
  });

  it("tells accounts apart by role, allowed id and profile", () => {
    const stack = new Stack();
    const bucket = (name: string, inputs: Readonly<Record<string, string | readonly string[] | readonly { readonly roleArn: string }[]>>) =>
      placeOf(stack, stack.add("aws:s3/bucket:Bucket", name, {}, { provider: stack.provider(`p-${name}`, "aws", { region: "eu-central-1", ...inputs }) })).account;
    expect(bucket("a", { assumeRoles: [{ roleArn: "arn:aws:iam::999999999999:role/backup" }], allowedAccountIds: ["123456789012"] })).toBe("999999999999");
    expect(bucket("b", { allowedAccountIds: '["123456789012"]' })).toBe("123456789012");
    expect(bucket("c", { profile: "backup" })).toBe("profile backup");
    expect(bucket("d", {})).toBeUndefined();
  });
});

describe("off-site", () => {
  const context = new Context(new Stack().graph(), settings());
  const at = (provider: string, code: string) => context.places.at(provider, code);

  it("says how far it is and how far is wanted", () => {
    expect(offSite(at("ovh", "GRA"), at("ovh", "RBX"), 300)).toEqual({ verdict: "no", detail: "82 km from Gravelines (ovh GRA), at least 300 km wanted" });
    expect(offSite(at("ovh", "GRA7"), at("ovh", "GRA11"), 300)).toEqual({ verdict: "no", detail: "on the same campus, GRA: one fire takes both" });
    expect(offSite(at("ovh", "GRA"), at("aws", "eu-central-1"), 300)).toMatchObject({ verdict: "yes", detail: expect.stringMatching(/^4\d\d km from Gravelines/) as string });
    expect(offSite(at("ovh", "EU-WEST-PAR"), at("aws", "eu-west-3"), 300)).toMatchObject({ verdict: "no", detail: expect.stringContaining("at least 300 km wanted") as string });
  });

  it("takes a place that nobody knows for off-site to nothing", () => {
    expect(offSite(at("aws", "eu-central-1"), at("aws", "nowhere-1"), 300)).toEqual({ verdict: "unknown", detail: '"nowhere-1" is not a place that the aws table knows' });
  });
});

describe("links", () => {
  const BUCKETS = types("aws:s3/bucket:Bucket");
  function build() {
    const stack = new Stack();
    stack.aws("eu-central-1");
    const a = stack.add("aws:s3/bucket:Bucket", "a", { bucket: "shop-a" });
    const b = stack.add("aws:s3/bucket:Bucket", "b", { bucket: "shop-b" });
    const key = stack.add("aws:kms/key:Key", "key");
    const versioning = stack.add("aws:s3/bucketVersioning:BucketVersioning", "versioning", { bucket: from(a) });
    const user = stack.add("aws:s3/bucketPolicy:BucketPolicy", "user", {
      byName: "shop-a", byArn: "arn:aws:s3:::shop-b", byPattern: "arn:aws:s3:::shop-b/*", one: from(a, key), two: from(a, b), none: from(key), bucket: from(versioning),
      outside: "arn:aws:rds:eu-west-1:111111111111:db:other", computed: "https://shop-a.example",
    }, { flows: { computed: [a] } });
    const graph = stack.graph();
    const node = graph.byUrn.get(user.urn);
    if (node === undefined) throw new Error("no node");
    return { a, b, resolve: (input: string, exclude: readonly string[] = []) => new Links(graph).resolve(node, [input], { types: BUCKETS, exclude: new Set(exclude) }) };
  }

  it("resolves known names and ARNs, patterns included", () => {
    const { a, b, resolve } = build();
    expect(resolve("byName")).toMatchObject({ kind: "node", node: { urn: a.urn } });
    expect(resolve("byArn")).toMatchObject({ kind: "node", node: { urn: b.urn } });
    expect(resolve("byPattern")).toMatchObject({ kind: "node", node: { urn: b.urn } });
  });

  it("resolves unknown inputs by what flows into them, if only one thing fits", () => {
    const { a, b, resolve } = build();
    expect(resolve("one")).toMatchObject({ kind: "node", node: { urn: a.urn } });
    expect(resolve("two")).toMatchObject({ kind: "several", nodes: [{ urn: a.urn }, { urn: b.urn }], pin: 'two of "user"' });
    expect(resolve("two", [a.urn])).toMatchObject({ kind: "node", node: { urn: b.urn } });
    expect(resolve("none")).toEqual({ kind: "unknown", pin: 'none of "user"' });
    expect(resolve("missing")).toEqual({ kind: "unset" });
  });

  it("looks through companions that hand on what they were given", () => {
    const { a, resolve } = build();
    expect(resolve("bucket")).toMatchObject({ kind: "node", node: { urn: a.urn } });
  });

  it("keeps what is outside the stack apart, with the region of its ARN", () => {
    const { resolve } = build();
    expect(resolve("outside")).toEqual({ kind: "external", text: "arn:aws:rds:eu-west-1:111111111111:db:other", region: "eu-west-1", account: "111111111111" });
  });

  it("takes a text that no resource is known by for the one that it was computed from", () => {
    const { a, resolve } = build();
    expect(resolve("computed")).toMatchObject({ kind: "node", node: { urn: a.urn } });
  });
});
