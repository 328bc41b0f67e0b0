import type { AssessedResource } from "../analysis/model";
import type { GraphNode } from "../graph/model";
import { nodesOf } from "../graph/links";
import type { Rule } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called, held } from "./support/words";

const name = "guarded-protection";

/** Types that protect something else, and what is gone with them. The tokens are those of the SDKs. */
const PROTECTIONS: Readonly<Record<string, string>> = {
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "the lock of a vault",
  "aws:backup/plan:Plan": "a backup plan",
  "aws:backup/selection:Selection": "what a backup plan covers",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "a replication",
  "aws:s3/bucketVersioning:BucketVersioning": "the versioning of a bucket",
  "aws:s3/bucketVersioningV2:BucketVersioningV2": "the versioning of a bucket",
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": "the object lock of a bucket",
  "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2": "the object lock of a bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "the encryption of a bucket",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2": "the encryption of a bucket",
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": "the backups of a database at another place",
  "aws:rds/globalCluster:GlobalCluster": "the replication of a database",
  "aws:dynamodb/tableReplica:TableReplica": "the replica of a table",
  "aws:efs/replicationConfiguration:ReplicationConfiguration": "the replication of a file system",
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": "the replication of images",
  "aws:route53/zone:Zone": "a zone, whose name servers change when it is made again",
  "ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance": "a database within its cluster, with all that is in it",
  "ovh:Domain/zone:Zone": "a zone, and every record in it",
};
const ADDRESSES = new Set(["aws:ec2/eip:Eip", "ovh:index/cloudFloatingIp:CloudFloatingIp"]);
const RECORDS: readonly { readonly type: string; readonly input: string }[] = [{ type: "aws:route53/record:Record", input: "records" }, { type: "ovh:Domain/zoneRecord:ZoneRecord", input: "target" }];

/** What the resource is to others, as the object of "is"; `undefined` where losing it loses nothing that the program does not make again. */
function worth(node: GraphNode, resource: AssessedResource | undefined, named: ReadonlySet<string>): string | undefined {
  const protection = PROTECTIONS[node.type];
  if (protection !== undefined) return `is ${protection}`;
  if (named.has(node.urn)) return "is an address that names point to";
  if (resource === undefined || resource.partOf !== undefined) return undefined;
  if (resource.holds !== "data" && resource.holds !== "secret" && resource.holds !== "key") return undefined;
  // A container of keys is made again by the program, but each of its keys would be gone with it.
  const again = resource.holds !== "key" && resource.copies.some((copy) => copy.kind === "rebuilt-from-code" && copy.links.every((link) => link.state === "on"));
  return again ? undefined : `holds ${held(resource.holds)}`;
}

/** The engine's own guard, on what holds something and on what protects it: a renamed resource or a wrong target then stops the update. */
export const guardedProtection: Rule = {
  name,
  description: "What holds data, secrets or keys, and what protects them, should carry the resource option protect.",
  remediation: "Add the resource option protect: true.",
  severity: "medium",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const assessed = new Map(context.assessment.resources.map((resource) => [resource.urn, resource]));
    const named = new Set(RECORDS.flatMap(({ type, input }) => view.ofTypes([type]).flatMap((record) => [...(record.propertyDependencies[input] ?? []), ...nodesOf(view.links.resolve(record, [input], { types: ADDRESSES })).map((node) => node.urn)])).filter((urn) => ADDRESSES.has(context.graph.byUrn.get(urn)?.type ?? "")));
    return context.graph.nodes.filter(isManaged).flatMap((node) => {
      if (node.options.protect) return [];
      const why = worth(node, assessed.get(node.urn), named);
      if (why === undefined) return [];
      return [violation(name, node, "rejected", `it ${why}, and protect is not set: one edit of the program deletes it`, `Add the resource option protect: true to ${called(node)}.`)];
    });
  },
};
