import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string | readonly string[]>>>>>;
}

/** What a service role may do, and who may take it. */
export interface ServiceRoleArgs {
  /** For example `s3.amazonaws.com`. */
  readonly service: string;
  /** Physical name, so that its ARN is known at preview. */
  readonly roleName: string;
  readonly account: string;
  readonly statements?: readonly Statement[];
  readonly managedPolicies?: readonly string[];
  /** Services act only for this account (against the confused deputy); off for services that do not send it. */
  readonly sourceAccount?: boolean;
}

/** A role with its permissions; `arn` is known at preview, and waits until the permissions are in place. */
export interface ServiceRole {
  readonly role: aws.iam.Role;
  readonly arn: pulumi.Output<string>;
  readonly permissions: readonly pulumi.Resource[];
}

/** Makes a role that one AWS service takes, with exactly the given permissions. */
export function serviceRole(name: string, args: ServiceRoleArgs, opts: pulumi.CustomResourceOptions): ServiceRole {
  const role = new aws.iam.Role(
    name,
    {
      name: args.roleName,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: args.service },
            ...(args.sourceAccount === false ? {} : { Condition: { StringEquals: { "aws:SourceAccount": args.account } } }),
          },
        ],
      }),
    },
    opts,
  );
  const permissions: pulumi.Resource[] = [];
  if (args.statements !== undefined) {
    const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: args.statements });
    permissions.push(new aws.iam.RolePolicy(`${name}-policy`, { role: role.name, policy }, opts));
  }
  for (const [index, policyArn] of (args.managedPolicies ?? []).entries()) {
    permissions.push(new aws.iam.RolePolicyAttachment(`${name}-managed-${index}`, { role: role.name, policyArn }, opts));
  }
  return { role, arn: pulumi.interpolate`arn:aws:iam::${args.account}:role/${role.name}`, permissions };
}
