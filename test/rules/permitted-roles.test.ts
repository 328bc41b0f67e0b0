import { permittedRoles } from "../../policies/rules/permitted-roles";
import { findings, frankfurt, from, said } from "./stacks";

const MANAGED = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor";
const trust = (service: string) => JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }] });

function backup(policies: readonly string[], service = "backup.amazonaws.com", inline = false) {
  const stack = frankfurt();
  const role = stack.add("aws:iam/role:Role", "role", { name: "backup", assumeRolePolicy: trust(service) });
  policies.forEach((policyArn, index) => stack.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", `policy-${index}`, { role: "backup", policyArn }, { flows: { role: [role] } }));
  if (inline) stack.add("aws:iam/rolePolicy:RolePolicy", "inline", { role: "backup", policy: "{}" }, { flows: { role: [role] } });
  stack.add("aws:backup/selection:Selection", "selection", { planId: "plan-1", iamRoleArn: from(role), resources: ["*"] });
  return stack;
}

describe("permitted-roles", () => {
  test("accepts a role that may back up and restore, by managed policies or one of its own", () => {
    expect(said(permittedRoles, backup([`${MANAGED}Backup`, `${MANAGED}Restores`]))).toEqual([]);
    expect(said(permittedRoles, backup([], undefined, true))).toEqual([]);
  });

  test("rejects a role without a policy, and one that may not restore", () => {
    expect(findings(permittedRoles, backup([]))).toEqual([expect.objectContaining({ name: "role", verdict: "rejected", reason: 'Role "role": it has no policy, so that Selection "selection" may do nothing with it', fix: 'Attach a policy to Role "role" that permits what Selection "selection" does.' })]);
    expect(said(permittedRoles, backup([`${MANAGED}Backup`]))).toEqual(['rejected: Role "role": AWSBackupServiceRolePolicyForRestores is not attached: AWS Backup can back up and not restore']);
    expect(said(permittedRoles, backup([`${MANAGED}Restores`]))[0]).toContain("AWS Backup can restore and not back up");
  });

  test("rejects a role that the service cannot take", () => {
    expect(said(permittedRoles, backup([], "ec2.amazonaws.com", true))).toEqual(['rejected: Role "role": its assumeRolePolicy does not name backup.amazonaws.com, which Selection "selection" needs']);
  });

  test("rejects a sync whose user may read nothing", () => {
    const sync = (policy: boolean) => {
      const stack = frankfurt();
      stack.ovh();
      const user = stack.add("ovh:CloudProject/user:User", "reader", { serviceName: "p" });
      const credential = stack.add("ovh:CloudProject/s3Credential:S3Credential", "credential", { userId: from(user) });
      if (policy) stack.add("ovh:CloudProject/s3Policy:S3Policy", "policy", { userId: from(user), policy: "{}" });
      stack.add("aws:datasync/locationObjectStorage:LocationObjectStorage", "source", { bucketName: "uploads", accessKey: from(credential) });
      return said(permittedRoles, stack);
    };
    expect(sync(true)).toEqual([]);
    expect(sync(false)).toEqual(['rejected: User "reader": no policy gives it the bucket that LocationObjectStorage "source" reads with its key']);
  });

  test("a policy that is not known yet counts as one; a role of another stack is not judged here", () => {
    const stack = frankfurt();
    const policy = stack.add("aws:iam/policy:Policy", "policy");
    const role = stack.add("aws:iam/role:Role", "role", { name: "r", assumeRolePolicy: trust("s3.amazonaws.com") });
    stack.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attachment", { role: from(role), policyArn: from(policy) });
    stack.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "copy", { role: from(role), bucket: "uploads", rules: [] });
    stack.add("aws:backup/selection:Selection", "selection", { planId: "plan-1", iamRoleArn: "arn:aws:iam::123456789012:role/other" });
    expect(said(permittedRoles, stack)).toEqual([]);
  });

  test("does not apply to roles that no protection names", () => {
    const stack = frankfurt();
    stack.add("aws:iam/role:Role", "people", { name: "people" });
    expect(said(permittedRoles, stack)).toEqual([]);
  });
});
