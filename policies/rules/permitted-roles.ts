import { references, type Reference } from "../facts/safeguards";
import type { Context } from "../analysis/context";
import { IAM_ROLES } from "../analysis/types";
import { nodesOf, types } from "../graph/links";
import type { GraphNode } from "../graph/model";
import { isList, isUnknown, type Value } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { pathsOf, viewOf } from "./support/view";
import { called } from "./support/words";

const name = "permitted-roles";
const POLICIES = ["aws:iam/rolePolicy:RolePolicy", "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive"];
const ATTACHMENTS = ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"];
const LISTS = ["aws:iam/policyAttachment:PolicyAttachment"];
/** Managed policies without which AWS Backup cannot do one half of its work. Source: AWS Backup developer guide, "Managed policies". */
const BACKUP_SERVICE = "backup.amazonaws.com";
const BACKUP_POLICIES = ["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"];
const SYNC_SOURCE = "aws:datasync/locationObjectStorage:LocationObjectStorage";
const OVH_CREDENTIALS = types("ovh:CloudProject/s3Credential:S3Credential");
const OVH_USERS = types("ovh:CloudProject/user:User");
const OVH_POLICIES = ["ovh:CloudProject/s3Policy:S3Policy"];

function given(value: Value | undefined): boolean {
  return isUnknown(value) || (isList(value) ? value.length > 0 : value !== undefined && value !== null);
}

/** Managed policies of a role by ARN, and whether it has others whose content is its own. */
function permissions(view: Context, role: GraphNode): { readonly managed: readonly string[]; readonly own: boolean } {
  const attached = [...(view.companions(ATTACHMENTS, "role", IAM_ROLES).get(role.urn) ?? []).map((one) => one.inputs["policyArn"]), ...(isList(role.inputs["managedPolicyArns"]) ? role.inputs["managedPolicyArns"] : [])];
  const inline = (view.companions(POLICIES, "role", IAM_ROLES).get(role.urn) ?? []).length > 0 || given(role.inputs["inlinePolicies"]);
  const listed = view.ofTypes(LISTS).some((one) => (one.propertyDependencies["roles"] ?? []).includes(role.urn));
  return { managed: attached.flatMap((arn) => (typeof arn === "string" ? [arn] : [])), own: inline || listed || attached.some((arn) => isUnknown(arn) || (typeof arn === "string" && !arn.startsWith("arn:aws:iam::aws:"))) };
}

function checkRole(view: Context, role: GraphNode, by: GraphNode, service: string): readonly Violation[] {
  const found: Violation[] = [];
  const { managed, own } = permissions(view, role);
  if (managed.length === 0 && !own) found.push(violation(name, role, "rejected", `it has no policy, so that ${called(by)} may do nothing with it`, `Attach a policy to ${called(role)} that permits what ${called(by)} does.`));
  else if (service === BACKUP_SERVICE && !own) {
    for (const missing of BACKUP_POLICIES.filter((policy) => !managed.some((arn) => arn.endsWith(`/${policy}`)))) {
      found.push(violation(name, role, "rejected", `${missing} is not attached: AWS Backup can ${missing.endsWith("Restores") ? "back up and not restore" : "restore and not back up"}`, `Attach arn:aws:iam::aws:policy/service-role/${missing} to ${called(role)}.`));
    }
  }
  const trust = role.inputs["assumeRolePolicy"];
  if (typeof trust === "string" && !trust.includes(service)) found.push(violation(name, role, "rejected", `its assumeRolePolicy does not name ${service}, which ${called(by)} needs`, `Let assumeRolePolicy of ${called(role)} permit sts:AssumeRole to ${service}.`));
  return found;
}

function checkReference(view: Context, row: Reference): readonly Violation[] {
  const { service } = row;
  if (service === undefined) return [];
  return view.ofTypes([row.type]).filter(isManaged).flatMap((node) =>
    pathsOf(node.inputs, row.input).flatMap((path) => nodesOf(view.links.resolve(node, path, { types: IAM_ROLES })).filter(isManaged).flatMap((role) => checkRole(view, role, node, service))),
  );
}

/** A user of OVHcloud's object storage may read a bucket that somebody else made only by a policy. */
function checkReader(view: Context, location: GraphNode): readonly Violation[] {
  const users = nodesOf(view.links.resolve(location, ["accessKey"], { types: OVH_CREDENTIALS })).flatMap((credential) => nodesOf(view.links.resolve(credential, ["userId"], { types: OVH_USERS })));
  const permitted = view.companions(OVH_POLICIES, "userId", OVH_USERS);
  return users.filter((user) => !permitted.has(user.urn)).map((user) => violation(name, user, "rejected", `no policy gives it the bucket that ${called(location)} reads with its key`, `Add an ovh.cloudproject.S3Policy for ${called(user)}.`));
}

/** A replication whose role may do nothing looks the same in a diff, and copies nothing. */
export const permittedRoles: Rule = {
  name,
  description: "The role behind a backup or a replication should be permitted to do its work.",
  remediation: "Attach the policies that the service needs to the role, and let the service take the role.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const all = [...references().flatMap((row) => checkReference(view, row)), ...view.ofTypes([SYNC_SOURCE]).filter(isManaged).flatMap((location) => checkReader(view, location))];
    return [...new Map(all.map((one) => [`${one.urn} ${one.reason}`, one])).values()];
  },
};
