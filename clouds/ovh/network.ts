import type { TypeSpec } from "../model";
import { cidr, condition, ipv4, network, oneOf, passes, within } from "../rule";
import type { Value } from "../value";
import { isList, isRecord, isUnknown, text } from "../value";
import { ovhPlace, PROJECT, TERRAFORM, uuid } from "./common";

const NETWORK = "ovh:CloudProject/networkPrivate:NetworkPrivate";
export const SUBNET = "ovh:CloudProject/networkPrivateSubnetV2:NetworkPrivateSubnetV2";
export const GATEWAY = "ovh:CloudProject/gateway:Gateway";
export const FLOATING_IP = "ovh:index/cloudFloatingIp:CloudFloatingIp";

/** Id of a private network in one region, as OpenStack knows it. */
export const OPENSTACK_NETWORK = { to: [NETWORK], by: "regionsAttributes[].openstackid", anyRegion: true, missing: (value: string) => `network ${value} could not be found`, source: "OpenStack Neutron: NetworkNotFound" } as const;

const regionsOfNetwork = (inputs: { readonly [key: string]: Value }): readonly string[] => (isList(inputs.regions) ? inputs.regions.flatMap((region) => text(region) ?? []) : []);

/** Private networks, their subnets, gateways and addresses. */
export const NETWORK_TYPES: readonly TypeSpec[] = [
  {
    type: NETWORK,
    service: "cloud",
    regions: regionsOfNetwork,
    named: { property: "name", max: 255 },
    replaces: ["serviceName", "vlanId"],
    rules: [
      PROJECT,
      ovhPlace("regions[]"),
      within("vlanId", 0, 4000, `${TERRAFORM}resource_cloud_project_network_private.go (VLAN 0 to 4000)`),
    ],
    id: ({ inputs, hex }) => `pn-${String(parseInt(hex(6, "pn"), 16) % 9_000_000 + 1_000_000)}_${String(Number(inputs.vlanId ?? 0))}`,
    outputs: ({ inputs, hex }) => {
      const regions = regionsOfNetwork(inputs);
      const ids = regions.map((region) => ({ region, openstackid: uuid(hex, region), status: "ACTIVE" }));
      return {
        regionsAttributes: ids,
        regionsOpenstackIds: Object.fromEntries(ids.map(({ region, openstackid }) => [region, openstackid])),
        regionsStatuses: ids.map(({ region, status }) => ({ region, status })),
        status: "ACTIVE",
        type: "private",
      };
    },
    source: `${TERRAFORM}resource_cloud_project_network_private.go`,
  },
  {
    type: "ovh:CloudProject/networkPrivateSubnet:NetworkPrivateSubnet",
    service: "cloud",
    replaces: ["dhcp", "end", "network", "networkId", "noGateway", "region", "serviceName", "start"],
    rules: [PROJECT, ovhPlace("region"), cidr("network", 8, 29, `${TERRAFORM}resource_cloud_project_network_private_subnet.go (ValidateNetwork)`), address("start"), address("end")],
    references: [{ path: "networkId", to: [NETWORK], anyRegion: true, missing: (value) => `network ${value} does not exist`, inUse: (target) => `Unable to complete operation on network ${target.id}. There are one or more ports still in use on the network.`, source: "OpenStack Neutron: NetworkInUse" }],
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs, region }) => ({
      cidr: inputs.network ?? "",
      gatewayIp: inputs.noGateway === true ? "" : firstHost(text(inputs.network)),
      ipPools: [{ dhcp: inputs.dhcp === true, start: inputs.start ?? "", end: inputs.end ?? "", network: inputs.network ?? "", region }],
    }),
    source: `${TERRAFORM}resource_cloud_project_network_private_subnet.go`,
  },
  {
    type: SUBNET,
    service: "cloud",
    named: { property: "name", max: 255 },
    replaces: ["allocationPools", "cidr", "dhcp", "dnsNameservers", "enableGatewayIp", "gatewayIp", "hostRoutes", "name", "networkId", "region", "serviceName", "useDefaultPublicDnsResolver"],
    rules: [
      PROJECT,
      ovhPlace("region"),
      cidr("cidr", 8, 29, `${TERRAFORM}resource_cloud_project_network_private_subnet_v2.go (ValidateNetwork)`),
      address("gatewayIp"),
      address("dnsNameservers[]"),
      condition("allocationPools", "OpenStack Neutron: OutOfBoundsAllocationPool", (inputs) => poolProblem(text(inputs.cidr), inputs.allocationPools)),
    ],
    references: [{ path: "networkId", ...OPENSTACK_NETWORK, inUse: (target) => `Unable to complete operation on network ${target.id}. There are one or more ports still in use on the network.` }],
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs }) => ({ gatewayIp: inputs.gatewayIp ?? (inputs.enableGatewayIp === false ? "" : firstHost(text(inputs.cidr))) }),
    defaults: { dnsNameservers: ["213.186.33.99"] },
    source: `${TERRAFORM}resource_cloud_project_network_private_subnet_v2.go`,
  },
  {
    type: GATEWAY,
    service: "cloud",
    named: { property: "name", max: 255 },
    replaces: ["networkId", "region", "serviceName", "subnetId"],
    rules: [PROJECT, ovhPlace("region"), oneOf("model", ["s", "m", "l", "xl", "2xl", "3xl"], "OVHcloud API cloud.network.GatewayModelEnum, as in resource_cloud_project_loadbalancer_gen.go (gateway_create.model)")],
    references: [
      { path: "networkId", ...OPENSTACK_NETWORK, inUse: (target) => `Unable to complete operation on network ${target.id}. There are one or more ports still in use on the network.` },
      { path: "subnetId", to: [SUBNET, "ovh:CloudProject/networkPrivateSubnet:NetworkPrivateSubnet"], missing: (value) => `subnet ${value} could not be found`, inUse: (target) => `Unable to complete operation on subnet ${target.id}: One or more ports have an IP allocation from this subnet.`, source: "OpenStack Neutron: SubnetInUse" },
    ],
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs, hex, address: ip }) => ({
      status: "active",
      externalInformations: [{ networkId: uuid(hex, "external"), ips: [{ ip: ip("public"), subnetId: uuid(hex, "external-subnet") }] }],
      interfaces: [{ id: uuid(hex, "interface"), ip: ip("private"), networkId: inputs.networkId ?? "", subnetId: inputs.subnetId ?? "" }],
    }),
    source: `${TERRAFORM}resource_cloud_project_gateway.go`,
  },
  {
    type: FLOATING_IP,
    service: "cloud",
    replaces: ["availabilityZone", "region", "serviceName"],
    rules: [PROJECT, ovhPlace("region")],
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs, hex, address: ip, region, createdAt }) => ({
      checksum: hex(32, "checksum"),
      createdAt,
      updatedAt: createdAt,
      resourceStatus: "READY",
      currentState: { ip: ip("public"), description: inputs.description ?? "", location: { region }, status: "DOWN" },
    }),
    source: `${TERRAFORM}resource_cloud_floating_ip.go`,
  },
];

function address(path: string) {
  return passes(path, (value) => (ipv4(value) === undefined ? `"${value}" is not a valid IPv4 address` : undefined), `${TERRAFORM}resource_cloud_project_network_private_subnet.go (ValidateIP)`);
}

function firstHost(block: string | undefined): string {
  const first = block === undefined ? undefined : network(block)?.first;
  if (first === undefined) return "";
  const host = first + 1;
  return [24, 16, 8, 0].map((bits) => Math.floor(host / 2 ** bits) % 256).join(".");
}

function poolProblem(block: string | undefined, pools: Value | undefined): string | undefined {
  const range = block === undefined ? undefined : network(block);
  if (range === undefined || !isList(pools)) return undefined;
  for (const pool of pools) {
    if (!isRecord(pool) || isUnknown(pool.start) || isUnknown(pool.end)) continue;
    const start = ipv4(text(pool.start) ?? "");
    const end = ipv4(text(pool.end) ?? "");
    if (start === undefined || end === undefined || start > end) return `invalid allocation pool ${String(pool.start)}-${String(pool.end)}: expected two IPv4 addresses, the first not after the last`;
    if (start <= range.first || end >= range.last) return `the allocation pool ${String(pool.start)}-${String(pool.end)} spans beyond the subnet cidr ${String(block)}`;
  }
  return undefined;
}
