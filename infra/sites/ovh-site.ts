import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";
import type { OvhSiteConfig, Role } from "../config";
import type { Context } from "../context";
import { cloudInit, HEALTH_PATH, HTTPS_PORT } from "./cloud-init";
import { flavorId, imageId, loadBalancerFlavorId } from "./ovh-catalogue";
import type { Frontend, ServersArgs, Site } from "./site";

/** Ends in /16; servers take .1.11, .1.12, ... so that the load balancer's members are known at preview. */
const NETWORK = "10.10";
const CIDR = `${NETWORK}.0.0/16`;
const VLAN_ID = 10;

/** A site on OVHcloud Public Cloud: private network, one way out, servers without public addresses, a load balancer in front. */
export class OvhSite extends pulumi.ComponentResource implements Site {
  readonly egress: readonly pulumi.Output<string>[];
  private readonly openstackNetworkId: pulumi.Output<string>;
  private readonly subnet: ovh.cloudproject.NetworkPrivateSubnetV2;
  private readonly gateway: ovh.cloudproject.Gateway;

  constructor(
    readonly role: Role,
    private readonly context: Context,
    private readonly site: OvhSiteConfig,
    private readonly provider: ovh.Provider,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("firebreak:sites:OvhSite", role, {}, opts);
    const { config, names } = context;
    const children = { parent: this, provider };
    const network = new ovh.cloudproject.NetworkPrivate(
      `${role}-network`,
      { serviceName: config.ovhProjectId, name: names.prefix, regions: [site.region], vlanId: VLAN_ID },
      children,
    );
    // The network has an id of its own in each region; subnets, gateways and servers ask for that one.
    this.openstackNetworkId = network.regionsAttributes.apply(
      (regions) => regions.find((candidate) => candidate.region === site.region)?.openstackid ?? "",
    );
    this.subnet = new ovh.cloudproject.NetworkPrivateSubnetV2(
      `${role}-subnet`,
      {
        serviceName: config.ovhProjectId,
        networkId: this.openstackNetworkId,
        region: site.region,
        name: names.prefix,
        cidr: CIDR,
        dhcp: true,
        enableGatewayIp: true,
        allocationPools: [{ start: `${NETWORK}.100.1`, end: `${NETWORK}.255.254` }],
      },
      children,
    );
    this.gateway = new ovh.cloudproject.Gateway(
      `${role}-gateway`,
      {
        serviceName: config.ovhProjectId,
        region: site.region,
        name: names.prefix,
        model: "s",
        networkId: this.openstackNetworkId,
        subnetId: this.subnet.id,
      },
      children,
    );
    this.egress = [this.gateway.externalInformations.apply((all) => all[0]?.ips[0]?.ip ?? "")];
    this.registerOutputs({ region: site.region, egress: this.egress });
  }

  serve(args: ServersArgs): Frontend {
    const { context, site, role } = this;
    const project = context.config.ovhProjectId;
    const children = { parent: this, provider: this.provider };
    const { sshPublicKey } = context.config;
    const userData = pulumi
      .all([args.database.host, args.database.port])
      .apply(([databaseHost, databasePort]) => cloudInit({ role, databaseHost, databasePort, sshPublicKey }));
    const lookup = { project, region: site.region };
    const flavor = { flavorId: flavorId(lookup, site.serverSize, children) };
    const bootFrom = { imageId: imageId(lookup, children) };
    const servers = Array.from({ length: site.servers }, (_, index) => {
      const name = `${context.names.prefix}-${role}-${index}`;
      const ip = `${NETWORK}.1.${11 + index}`;
      new ovh.cloudproject.Instance(
        `${role}-server-${index}`,
        {
          serviceName: project,
          region: site.region,
          name,
          billingPeriod: "hourly",
          flavor,
          bootFrom,
          // OVHcloud starts no server without a key that it knows by name; cloud-init brings the same one.
          sshKeyCreate: { name, publicKey: sshPublicKey },
          network: { private: { network: { id: this.openstackNetworkId, subnetId: this.subnet.id }, ip } },
          userData,
        },
        // A newer image must not replace servers at a time that nobody chose; the first boot needs the way out.
        { ...children, dependsOn: [this.gateway], ignoreChanges: ["bootFrom"] },
      );
      return { name: `${role}-${index}`, address: ip, protocolPort: HTTPS_PORT, weight: 1 };
    });
    return this.loadBalancer(servers);
  }

  private loadBalancer(members: readonly { readonly name: string; readonly address: string; readonly protocolPort: number; readonly weight: number }[]): Frontend {
    const { context, site, role } = this;
    const project = context.config.ovhProjectId;
    const children = { parent: this, provider: this.provider };
    // The address is a resource of its own: a changed listener replaces the load balancer, and names must not move with it.
    // Its id is the address itself; the load balancer asks for OpenStack's id, which is in its state.
    const address = new ovh.CloudFloatingIp(
      `${role}-address`,
      { serviceName: project, region: site.region, description: `${context.names.prefix} ${role}` },
      { ...children, protect: context.held.protect },
    );
    new ovh.cloudproject.LoadBalancer(
      `${role}-balancer`,
      {
        serviceName: project,
        regionName: site.region,
        name: `${context.names.prefix}-${role}`,
        flavorId: loadBalancerFlavorId({ project, region: site.region }, "small", children),
        network: {
          private: {
            network: { id: this.openstackNetworkId, subnetId: this.subnet.id },
            gateway: { id: this.gateway.id },
            floatingIp: { id: address.currentState.id },
          },
        },
        listeners: [
          {
            name: "https",
            port: HTTPS_PORT,
            protocol: "tcp",
            pool: {
              name: "servers",
              algorithm: "roundRobin",
              protocol: "tcp",
              members: [...members],
              healthMonitor: {
                name: "healthz",
                monitorType: "https",
                delay: 10,
                timeout: 5,
                maxRetries: 2,
                maxRetriesDown: 2,
                httpConfiguration: { httpMethod: "GET", urlPath: HEALTH_PATH, expectedCodes: "200" },
              },
            },
          },
        ],
      },
      { ...children, deleteBeforeReplace: true },
    );
    const ip = address.currentState.ip;
    return { addresses: [ip], health: { ipAddress: ip } };
  }
}
