import fc from "fast-check";
import { assess } from "../../policies/analysis/assess";
import type { Assessment, Verdict } from "../../policies/analysis/model";
import { graphOf, type Graph, type GraphNode } from "../../policies/graph/model";
import { assume, from, settings, Stack, type Handle, type Input } from "./graphs";

const REGIONS = ["eu-central-1", "eu-north-1", "eu-west-1"] as const;
const RANK: Readonly<Record<Verdict, number>> = { survives: 0, unknown: 1, lost: 2 };
const JUDGE = settings({
  objectives: { default: { rpo: 7200, rto: 14_400 } },
  assumptions: assume(["aws-backup-duration", 600, undefined], ["aws-backup-copy", undefined, 7200], ["aws-dms-cdc", 60, 600], ["cross-cloud-object-sync-job", 600, undefined]),
});

/** One random service: where it stands, and which protections it has. */
interface Service {
  readonly home: number;
  readonly away: number;
  readonly third: number;
  readonly versioned: boolean;
  readonly enabled: boolean;
  readonly locked: boolean;
  readonly replicated: boolean;
  readonly onward: boolean;
  readonly database: boolean;
  readonly backups: number;
  readonly sentOn: boolean;
  readonly planned: boolean;
  readonly vaultLocked: boolean;
  readonly keyed: boolean;
  readonly unknownStatus: boolean;
  readonly cloud: boolean;
}

const region = fc.nat({ max: REGIONS.length - 1 });
const service: fc.Arbitrary<Service> = fc.record({
  home: region, away: region, third: region, versioned: fc.boolean(), enabled: fc.boolean(), locked: fc.boolean(), replicated: fc.boolean(), onward: fc.boolean(),
  database: fc.boolean(), backups: fc.constantFrom(0, 3, 14), sentOn: fc.boolean(), planned: fc.boolean(), vaultLocked: fc.boolean(), keyed: fc.boolean(), unknownStatus: fc.boolean(), cloud: fc.boolean(),
});
const services = fc.array(service, { minLength: 1, maxLength: 3 });

function graphFor(all: readonly Service[], name: (index: number, part: string) => string = (index, part) => `s${index}-${part}`): Graph {
  const stack = new Stack();
  stack.aws("eu-central-1");
  stack.ovh();
  all.forEach((one, index) => declare(stack, one, (part) => name(index, part)));
  return stack.graph();
}

function declare(stack: Stack, one: Service, name: (part: string) => string): void {
  const at = (index: number) => ({ region: REGIONS[index] ?? "eu-central-1" });
  const bucket = (part: string, place: number, extra: Readonly<Record<string, Input>> = {}): Handle => {
    const handle = stack.add("aws:s3/bucket:Bucket", name(part), { ...at(place), ...extra });
    if (one.versioned) stack.add("aws:s3/bucketVersioning:BucketVersioning", name(`${part}-versioning`), { ...at(place), bucket: from(handle), versioningConfiguration: { status: "Enabled" } });
    return handle;
  };
  const replicate = (part: string, place: number, source: Handle, target: Handle): void => {
    stack.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", name(part), {
      ...at(place), bucket: from(source), role: "arn:aws:iam::123456789012:role/r",
      rules: [{ status: one.unknownStatus ? from() : one.enabled ? "Enabled" : "Disabled", destination: { bucket: from(target), replicationTime: { status: "Enabled" } } }],
    });
  };
  const objects = bucket("objects", one.home);
  const copy = bucket("copy", one.away);
  const third = bucket("third", one.third);
  if (one.locked) stack.add("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", name("lock"), { ...at(one.third), bucket: from(third), rule: { defaultRetention: { mode: "COMPLIANCE", days: 30 } } });
  if (one.replicated) replicate("replication", one.home, objects, copy);
  if (one.onward) replicate("onward", one.away, copy, third);
  if (!one.database) return;
  const key = one.keyed ? stack.add("aws:kms/key:Key", name("key"), at(one.home)) : undefined;
  const farKey = one.keyed ? stack.add("aws:kms/key:Key", name("far-key"), at(one.away)) : undefined;
  const database = stack.add("aws:rds/instance:Instance", name("database"), { ...at(one.home), backupRetentionPeriod: one.backups, deleteAutomatedBackups: false, ...(key === undefined ? {} : { kmsKeyId: from(key) }) });
  if (one.sentOn) stack.add("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication", name("sent-on"), { ...at(one.away), sourceDbInstanceArn: from(database), retentionPeriod: one.backups, ...(farKey === undefined ? {} : { kmsKeyId: from(farKey) }) });
  if (one.planned) {
    const vault = stack.add("aws:backup/vault:Vault", name("vault"), { ...at(one.third), name: name("vault"), ...(farKey === undefined ? {} : { kmsKeyArn: from(farKey) }) });
    if (one.vaultLocked) stack.add("aws:backup/vaultLockConfiguration:VaultLockConfiguration", name("vault-lock"), { ...at(one.third), backupVaultName: from(vault), changeableForDays: 3 });
    const plan = stack.add("aws:backup/plan:Plan", name("plan"), { ...at(one.home), rules: [{ schedule: "rate(1 hour)", startWindow: 60, targetVaultName: "Default", copyActions: [{ destinationVaultArn: from(vault), lifecycle: { deleteAfter: 30 } }] }] });
    stack.add("aws:backup/selection:Selection", name("selection"), { ...at(one.home), planId: from(plan), iamRoleArn: "arn:aws:iam::123456789012:role/b", resources: [from(database)] });
  }
  if (one.cloud) stack.add("ovh:CloudProject/database:Database", name("ovh-database"), { engine: "mysql", nodes: [{ region: "GRA" }], backupRegions: one.sentOn ? ["GRA", "WAW"] : ["GRA"] });
}

const verdicts = (assessment: Assessment) => new Map(assessment.cells.map((cell) => [`${cell.urn} ${cell.disaster}`, cell.verdict]));

/** What protects something and is not itself judged. */
const PROTECTIONS = [
  "aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration", "aws:backup/plan:Plan", "aws:backup/selection:Selection", "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
];

function without(graph: Graph, urn: string): Graph {
  const nodes = graph.nodes.filter((node) => node.urn !== urn).map((node): GraphNode => ({ ...node, propertyDependencies: Object.fromEntries(Object.entries(node.propertyDependencies).map(([key, urns]) => [key, urns.filter((one) => one !== urn)])) }));
  return graphOf(graph.project, graph.stack, nodes);
}

describe("the proof", () => {
  it("never judges better when a protection is removed", () => {
    fc.assert(
      fc.property(services, fc.nat(), (all, pick) => {
        const graph = graphFor(all);
        const protections = graph.nodes.filter((node) => PROTECTIONS.includes(node.type));
        const removed = protections[pick % Math.max(1, protections.length)];
        if (removed === undefined) return;
        const before = assess(graph, JUDGE);
        const after = assess(without(graph, removed.urn), JUDGE);
        const old = verdicts(before);
        for (const [cell, verdict] of verdicts(after)) expect(RANK[verdict]).toBeGreaterThanOrEqual(RANK[old.get(cell) ?? "survives"]);
        for (const outcome of after.outcomes) if (outcome.verdict === "survives" && outcome.meets) expect(before.outcomes.find((one) => one.disaster.id === outcome.disaster.id)?.verdict ?? "survives").toBe("survives");
      }),
      { numRuns: 1000 },
    );
  });

  it("never loses less in a larger disaster", () => {
    fc.assert(
      fc.property(services, (all) => {
        const assessment = assess(graphFor(all), JUDGE, { twoAtOnce: true });
        const found = verdicts(assessment);
        const disasters = new Set(assessment.disasters.map((one) => one.id));
        const worse = (urn: string, small: string, large: string): void => {
          if (!disasters.has(small) || !disasters.has(large)) return;
          // Where there is no cell, the disaster leaves the resource as it is.
          const [little, much] = [small, large].map((disaster) => RANK[found.get(`${urn} ${disaster}`) ?? "survives"]);
          expect(much).toBeGreaterThanOrEqual(little ?? Number.NaN);
        };
        for (const urn of new Set(assessment.cells.map((cell) => cell.urn))) {
          for (const one of REGIONS) {
            worse(urn, `region:aws/${one}`, `campus:aws/${one}`);
            worse(urn, `campus:aws/${one}`, "provider:aws");
            for (const other of REGIONS) worse(urn, `campus:aws/${one}`, [`campus:aws/${one}`, `campus:aws/${other}`].sort().join(" + "));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on the order of the resources", () => {
    fc.assert(
      fc.property(services.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(graphFor(all).nodes.map((_, index) => index), { minLength: graphFor(all).nodes.length }))), ([all, order]) => {
        const graph = graphFor(all);
        const shuffled = graphOf(graph.project, graph.stack, order.map((index) => graph.nodes[index]).filter((node) => node !== undefined));
        expect(JSON.stringify(assess(shuffled, JUDGE))).toBe(JSON.stringify(assess(graph, JUDGE)));
      }),
      { numRuns: 300 },
    );
  });

  it("gives every survivor of a hit a path that the disaster leaves", () => {
    fc.assert(
      fc.property(services, (all) => {
        const assessment = assess(graphFor(all), JUDGE);
        const byUrn = new Map(assessment.resources.map((one) => [one.urn, one]));
        for (const cell of assessment.cells) {
          const [kind = "", where = ""] = cell.disaster.split(":");
          const resource = byUrn.get(cell.urn);
          if (!cell.hit || cell.verdict !== "survives" || resource?.holds !== "data") continue;
          expect(cell.path.length).toBeGreaterThan(0);
          if (cell.path[0]?.includes("judged for itself") === true) continue;
          if (kind !== "region" && kind !== "campus") continue;
          const left = resource.copies.filter((copy) => copy.place.region !== where.split("/")[1] && copy.place.campus !== where.split("/")[1] && copy.links.every((link) => link.state === "on"));
          const original = assessment.resources.some((one) => one.copies.some((copy) => copy.at === cell.urn && copy.links.every((link) => link.state === "on")));
          expect(left.length > 0 || original).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("does not depend on names", () => {
    fc.assert(
      fc.property(services, fc.stringMatching(/^[a-z]{1,6}$/), (all, prefix) => {
        const plain = assess(graphFor(all), JUDGE);
        const renamed = assess(graphFor(all, (index, part) => `${prefix}-${9 - index}-${part}`), JUDGE);
        const shape = (assessment: Assessment) => assessment.outcomes.filter((one) => one.disaster.kind !== "key").map((one) => [one.disaster.id, one.verdict, one.hit, one.lost.length, one.unknown.length, one.rpo.known && one.rpo.seconds, one.rto.known && one.rto.seconds, one.meets]);
        expect(shape(renamed)).toEqual(shape(plain));
      }),
      { numRuns: 300 },
    );
  });
});
