import type * as pulumi from "@pulumi/pulumi";
import type { Role } from "../config";

/** What both databases look like to a server or a replication. */
export interface DatabaseEndpoint {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly database: pulumi.Input<string>;
  readonly username: pulumi.Output<string>;
  readonly password: pulumi.Output<string>;
}

/** What Route 53 asks to learn whether a site serves. */
export type HealthTarget = { readonly ipAddress: pulumi.Output<string> } | { readonly fqdn: pulumi.Output<string> };

/** What a site shows to the world, whichever cloud carries it. */
export interface Frontend {
  /** One public address for each load balancer node. */
  readonly addresses: readonly pulumi.Output<string>[];
  readonly health: HealthTarget;
}

/** What the servers of a site run with: the same for both clouds. */
export interface ServersArgs {
  readonly database: DatabaseEndpoint;
  /** What the servers may open, where the cloud gives servers an identity of their own. */
  readonly grants: { readonly secretArn: pulumi.Output<string>; readonly bucketArn: pulumi.Output<string> };
}

/** A site: its network first, its servers once there is a database for them. */
export interface Site {
  readonly role: Role;
  /** Public addresses from which the site's servers and replication call out. */
  readonly egress: readonly pulumi.Output<string>[];
  /** Starts the servers behind a load balancer. */
  serve(args: ServersArgs): Frontend;
}
