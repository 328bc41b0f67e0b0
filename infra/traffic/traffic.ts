import * as aws from "@pulumi/aws";
import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { Role } from "../config";
import type { Context } from "../context";
import { HEALTH_PATH, HTTPS_PORT } from "../sites/cloud-init";
import type { Frontend } from "../sites/site";

/** Least that both DNS services take and resolvers respect; part of every failover's duration. Seconds. */
const TTL_SECONDS = 60;
/** Route 53's fast health check, every 10 s, three failures in a row: 30 s to notice. */
const CHECK_INTERVAL_SECONDS = 10;
const CHECK_FAILURES = 3;

/** What each site shows to the world. */
export type Frontends = Readonly<Record<Role, Frontend>>;

/**
 * The service's name, answered by Route 53 with failover that needs nobody: its data plane sees the active site fail and answers with the
 * other. A standing copy of the zone at OVHcloud names the active site, so that losing AWS does not lose the name.
 *
 * What the copy does not do: it checks no health, so resolvers that ask OVHcloud follow only after `active` changes. Delegate the domain to
 * Route 53 alone and switch the delegation when AWS is lost (as slow as the registry's TTL), or to both and accept that part of the
 * visitors waits for that `pulumi up`. The outputs give both sets of name servers.
 */
export class Traffic extends pulumi.ComponentResource {
  readonly nameServers: pulumi.Output<string[]>;
  readonly standbyNameServers: pulumi.Output<string[]>;

  constructor(name: string, context: Context, frontends: Frontends, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:traffic:Traffic", name, {}, opts);
    const { active } = context.config;
    const standby: Role = active === "primary" ? "secondary" : "primary";
    this.nameServers = this.failover(name, context, frontends, [active, standby]);
    this.standbyNameServers = this.standingCopy(name, context, frontends[active]);
    this.registerOutputs({ nameServers: this.nameServers, standbyNameServers: this.standbyNameServers });
  }

  private failover(name: string, context: Context, frontends: Frontends, order: readonly [Role, Role]): pulumi.Output<string[]> {
    const { config, names, providers, held } = context;
    const children = { parent: this, provider: providers.secondary };
    const zone = new aws.route53.Zone(
      `${name}-zone`,
      { name: config.domain, comment: names.prefix, forceDestroy: false, enableAcceleratedRecovery: true },
      { ...children, ...held },
    );
    const checks = {
      primary: this.healthCheck(`${name}-check-primary`, context, frontends.primary),
      secondary: this.healthCheck(`${name}-check-secondary`, context, frontends.secondary),
    };
    // The records keep their place and change their content: at no moment are there two first or two second answers.
    for (const [place, role] of [["first", order[0]], ["second", order[1]]] as const) {
      new aws.route53.Record(
        `${name}-${place}`,
        {
          zoneId: zone.zoneId,
          name: names.host,
          type: "A",
          ttl: TTL_SECONDS,
          setIdentifier: place,
          failoverRoutingPolicies: [{ type: place === "first" ? "PRIMARY" : "SECONDARY" }],
          healthCheckId: checks[role].id,
          records: [...frontends[role].addresses],
        },
        children,
      );
    }
    return zone.nameServers;
  }

  private healthCheck(name: string, context: Context, frontend: Frontend): aws.route53.HealthCheck {
    return new aws.route53.HealthCheck(
      name,
      {
        type: "HTTPS",
        port: HTTPS_PORT,
        resourcePath: HEALTH_PATH,
        requestInterval: CHECK_INTERVAL_SECONDS,
        failureThreshold: CHECK_FAILURES,
        enableSni: true,
        ...frontend.health,
        tags: { Name: name },
      },
      { parent: this, provider: context.providers.secondary },
    );
  }

  private standingCopy(name: string, context: Context, active: Frontend): pulumi.Output<string[]> {
    const { config, providers, held } = context;
    const children = { parent: this, provider: providers.primary };
    const zone = new ovh.domain.Zone(
      `${name}-standing-zone`,
      {
        ovhSubsidiary: config.ovhSubsidiary,
        plan: {
          duration: "P1Y",
          planCode: "zone",
          pricingMode: "default",
          configurations: [
            { label: "zone", value: config.domain },
            { label: "template", value: "minimized" },
          ],
        },
      },
      { ...children, ...held },
    );
    for (const [index, target] of active.addresses.entries()) {
      new ovh.domain.ZoneRecord(
        `${name}-standing-${index}`,
        { zone: config.domain, subdomain: config.hostname, fieldtype: "A", ttl: TTL_SECONDS, target },
        { ...children, dependsOn: [zone] },
      );
    }
    return zone.nameServers;
  }
}
