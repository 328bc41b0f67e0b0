import Ajv from "ajv";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sdkFile } from "../../operations/catalog/sdk";
import { catalogRows, classify, mechanism, mechanisms, sdkPackages } from "../../policies/catalog/catalog";
import type { CatalogRow } from "../../policies/catalog/model";
import schema from "../../policies/catalog/data/schema.json";
import { timing } from "../../policies/facts/timings";

const DATA = join(__dirname, "../../policies/catalog/data");
const STATEFUL = ["data", "secret", "key", "configuration"];
const ajv = new Ajv({ allErrors: true }).addSchema(schema, "catalog");
const rows = catalogRows();
const told = (found: readonly CatalogRow[]) => found.map((row) => `${row.type} (${row.holds}, ${row.place}, ${row.mechanisms.join()})`);

/** Names of the inputs that a resource's arguments have. */
function inputsOf(row: CatalogRow): ReadonlySet<string> {
  const sdk = sdkPackages().find((entry) => entry.package === row.type.split(":")[0]);
  const path = sdk === undefined ? undefined : sdkFile(sdk.sdk, row.source);
  if (path === undefined) throw new Error(`${row.type}: ${row.source} is not in the SDK`);
  const text = readFileSync(path, "utf8");
  const args = text.slice(text.search(/export interface \w+Args \{/));
  return new Set([...args.matchAll(/^ {4}(\w+)\??: pulumi\.Input</gm)].map((match) => String(match[1])));
}

describe("the tables", () => {
  const files = sdkPackages().flatMap((entry) => readdirSync(join(DATA, entry.package)).map((file) => join(entry.package, file)));

  it("have the form of their schema", () => {
    const validate = ajv.compile({ $ref: "catalog#/definitions/rows" });
    const wrong = files.filter((file) => !validate(JSON.parse(readFileSync(join(DATA, file), "utf8"))));
    expect(wrong).toEqual([]);
    for (const name of ["mechanisms", "packages"]) {
      const one = ajv.compile({ $ref: `catalog#/definitions/${name}` });
      expect(one(JSON.parse(readFileSync(join(DATA, `${name}.json`), "utf8"))) || one.errors).toBe(true);
    }
  });

  it("hold one row a line, in the file of its service, once", () => {
    const seen = new Map<string, string>();
    for (const file of files) {
      const text = readFileSync(join(DATA, file), "utf8");
      const listed = JSON.parse(text) as readonly CatalogRow[];
      expect(text.trimEnd().split("\n")).toHaveLength(listed.length + 2);
      for (const row of listed) {
        expect([row.type, seen.get(row.type)]).toEqual([row.type, undefined]);
        seen.set(row.type, file);
        const service = file.replace(/^\w+[/\\]|\.json$/g, "");
        if (!file.startsWith("pulumi")) expect(row.type.split(/[:/]/)[1]?.toLowerCase()).toBe(service.toLowerCase());
      }
    }
    expect(seen.size).toBe(rows.length);
  });
});

describe("the rows", () => {
  it("say by which mechanism whatever holds something survives, or why by none", () => {
    expect(told(rows.filter((row) => STATEFUL.includes(row.holds) && (row.mechanisms.length > 0) === (row.none !== undefined)))).toEqual([]);
  });

  it("name mechanisms only where something is held", () => {
    expect(told(rows.filter((row) => ["nothing", "opaque"].includes(row.holds) && (row.mechanisms.length > 0 || row.none !== undefined)))).toEqual([]);
  });

  it("name only mechanisms of the list, each enough for what is held", () => {
    const wrong = rows.flatMap((row) => row.mechanisms.filter((name) => mechanism(name)?.suits.includes(row.holds) !== true).map((name) => `${row.type}: ${name} for ${row.holds}`));
    expect(wrong).toEqual([]);
  });

  it("let data count as rebuilt from code only if a server starts from code, and keys never", () => {
    const byCode = (holds: string, name: string) => rows.filter((row) => row.holds === holds && row.mechanisms.includes(name)).map((row) => row.type);
    for (const row of rows.filter((one) => one.holds === "data" || one.holds === "key")) expect([row.type, row.mechanisms.includes("rebuilt-from-code")]).toEqual([row.type, false]);
    expect(byCode("data", "launched-from-code")).toEqual([
      "aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest", "aws:lightsail/instance:Instance",
      "ovh:CloudProject/instance:Instance", "ovh:Dedicated/server:Server", "ovh:index/cloudInstance:CloudInstance", "ovh:Vps/vps:Vps",
    ]);
    // A domain of keys is a container: the keys in it count for themselves.
    expect(byCode("key", "issued-anew")).toEqual(["ovh:Okms/okms:Okms"]);
  });

  it("never let a secret store count as issued anew", () => {
    const stores = ["aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretVersion:SecretVersion", "aws:ssm/parameter:Parameter", "ovh:Okms/secret:Secret", "ovh:index/cloudKeyManagerSecret:CloudKeyManagerSecret", "random:index/randomPassword:RandomPassword"];
    for (const type of stores) expect([type, classify(type)?.holds, classify(type)?.mechanisms.includes("issued-anew")]).toEqual([type, "secret", false]);
    expect(classify("ovh:CloudProjectDatabase/user:User")?.mechanisms).toContain("issued-anew");
  });

  it("name the parent of what travels with it, and the original of what is a copy", () => {
    expect(told(rows.filter((row) => row.mechanisms.includes("as-parent") && !row.place.startsWith("of:")))).toEqual([]);
    expect(told(rows.filter((row) => row.original !== undefined && !row.mechanisms.includes("is-the-copy")))).toEqual([]);
  });

  it("are placed by inputs that the types have", () => {
    const placed = rows.filter((row) => /^(region-input|zone-input:|input:|of:)/.test(row.place) || row.original !== undefined);
    const wrong = placed.flatMap((row) => {
      const inputs = inputsOf(row);
      const wanted = [row.place === "region-input" ? "region" : /^(?:zone-input|input|of):(\w+)/.exec(row.place)?.[1], row.original].filter((name) => name !== undefined);
      return wanted.filter((name) => !inputs.has(name)).map((name) => `${row.type}: no input ${name}`);
    });
    // These two services are regional, and only their provider says in which region they are.
    expect(wrong).toEqual(["aws:rolesanywhere/profile:Profile: no input region", "aws:rolesanywhere/trustAnchor:TrustAnchor: no input region"]);
  });

  it("keep pure wiring apart from what carries content", () => {
    for (const type of ["aws:ec2/volumeAttachment:VolumeAttachment", "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:acm/certificateValidation:CertificateValidation"]) expect(classify(type)?.holds).toBe("nothing");
    for (const type of ["aws:ec2transitgateway/vpcAttachment:VpcAttachment", "aws:s3/bucketPolicy:BucketPolicy", "aws:lb/listener:Listener", "aws:lambda/permission:Permission"]) expect(classify(type)?.holds).toBe("configuration");
  });

  it("never call nothing what by its name holds something", () => {
    const telling = /(Bucket|Database|Cluster|Table|Volume|Disk|FileSystem|Secret|Key|Certificate|Snapshot|Vault|Queue|Stream|Repository|Registry|Password|Token|User|Credential)s?$/;
    const named = rows.filter((row) => row.holds === "nothing" && telling.test(row.type));
    // These three join a key or a certificate that counts for itself to something else.
    expect(named.map((row) => row.type)).toEqual(["aws:alb/listenerCertificate:ListenerCertificate", "aws:apigateway/usagePlanKey:UsagePlanKey", "aws:lb/listenerCertificate:ListenerCertificate"]);
  });
});

describe("the mechanisms", () => {
  it("are each used by some row, and have timings that exist", () => {
    const used = new Set(rows.flatMap((row) => row.mechanisms));
    expect(mechanisms().filter((one) => !used.has(one.name)).map((one) => one.name)).toEqual([]);
    expect(mechanisms().flatMap((one) => one.timings.filter((name) => timing(name) === undefined))).toEqual([]);
  });

  it("show themselves by types that exist", () => {
    const types = mechanisms().flatMap((one) => one.shows.flatMap((text) => text.match(/\b(?:aws|ovh):[A-Za-z0-9/]+:[A-Za-z0-9]+/g) ?? []));
    expect(types.length).toBeGreaterThan(50);
    expect(types.filter((type) => classify(type) === undefined)).toEqual([]);
  });
});
