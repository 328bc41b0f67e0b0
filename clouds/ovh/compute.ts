import type { TypeSpec } from "../model";
import { condition, matches, oneOf, within } from "../rule";
import { isRecord, text, valuesAt } from "../value";
import { FLAVORS, IMAGES, LOAD_BALANCER_FLAVORS, idOf } from "../functions/ovh-catalogue";
import { ovhPlace, PROJECT, TERRAFORM, uuid } from "./common";
import { FLOATING_IP, GATEWAY, OPENSTACK_NETWORK, SUBNET } from "./network";

const BALANCER = `${TERRAFORM}resource_cloud_project_loadbalancer_gen.go`;
const INSTANCE = `${TERRAFORM}resource_cloud_project_instance.go`;
const POOL = "listeners[].pool";

/** The id is that of an entry of the catalogue in the same region. */
function fromCatalogue(path: string, what: string, regionInput: string, names: readonly string[], source: string) {
  return condition(path.split(".")[0] ?? path, source, (inputs) => {
    const region = text(inputs[regionInput]);
    const id = text(valuesAt(inputs, path)[0]);
    if (region === undefined || id === undefined || names.some((name) => idOf(what, region, name) === id)) return undefined;
    return `${what} ${id} does not exist in region ${region}`;
  });
}

const SSH_KEY = "ovh:index/cloudSSHKey:CloudSSHKey";

/** Servers, the keys to enter them, and load balancers. */
export const COMPUTE_TYPES: readonly TypeSpec[] = [
  {
    type: SSH_KEY,
    service: "cloud",
    global: true,
    named: { property: "name", max: 255 },
    replaces: ["name", "publicKey", "serviceName"],
    rules: [PROJECT, matches("publicKey", /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]+=*( .*)?$/, "an OpenSSH public key", `${TERRAFORM}resource_cloud_ssh_key_gen.go, OpenStack Nova API: keypairs`)],
    id: ({ name }) => name,
    exists: (id) => `SSH key "${id}" already exists`,
    source: `${TERRAFORM}resource_cloud_ssh_key_gen.go`,
  },
  {
    type: "ovh:CloudProject/instance:Instance",
    service: "cloud",
    named: { property: "name", max: 255 },
    replaces: ["autoBackup", "availabilityZone", "billingPeriod", "bootFrom", "bulk", "flavor", "group", "name", "network", "region", "serviceName", "sshKey", "sshKeyCreate", "userData"],
    rules: [
      PROJECT,
      ovhPlace("region"),
      oneOf("billingPeriod", ["hourly", "monthly"], `${INSTANCE} (billing_period)`),
      fromCatalogue("flavor.flavorId", "flavor", "region", FLAVORS.map((flavor) => flavor.name), "OVHcloud API /cloud/project/{serviceName}/flavor: ids differ by region"),
      fromCatalogue("bootFrom.imageId", "image", "region", IMAGES, "OVHcloud API /cloud/project/{serviceName}/image: ids differ by region"),
      matches("network.private.ip", /^(\d{1,3}\.){3}\d{1,3}$/, "an IPv4 address", `${INSTANCE} (network.private.ip)`),
      condition("bootFrom", `${INSTANCE} (boot_from: image_id or volume_id)`, ({ bootFrom }) => (isRecord(bootFrom) && bootFrom.imageId === undefined && bootFrom.volumeId === undefined ? "bootFrom needs imageId or volumeId" : undefined)),
    ],
    references: [
      { path: "sshKey.name", to: [SSH_KEY], missing: (value) => `SSH key ${value} not found`, source: "OVHcloud API /cloud/project/{serviceName}/sshkey" },
      { path: "network.private.network.id", ...OPENSTACK_NETWORK, inUse: (target) => `Unable to complete operation on network ${target.id}. There are one or more ports still in use on the network.` },
      { path: "network.private.network.subnetId", to: [SUBNET], missing: (value) => `subnet ${value} could not be found`, inUse: (target) => `Unable to complete operation on subnet ${target.id}: One or more ports have an IP allocation from this subnet.`, source: "OpenStack Neutron: SubnetInUse" },
    ],
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs, address }) => ({
      addresses: [{ ip: text(valuesAt(inputs, "network.private.ip")[0]) ?? address("public"), version: 4 }],
      flavorId: text(valuesAt(inputs, "flavor.flavorId")[0]) ?? "",
      imageId: text(valuesAt(inputs, "bootFrom.imageId")[0]) ?? "",
      flavorName: FLAVORS.find((flavor) => idOf("flavor", text(inputs.region) ?? "", flavor.name) === valuesAt(inputs, "flavor.flavorId")[0])?.name ?? "",
      status: "ACTIVE",
    }),
    source: INSTANCE,
  },
  {
    type: "ovh:CloudProject/loadBalancer:LoadBalancer",
    service: "cloud",
    named: { property: "name", max: 255 },
    // The whole listener list is replaced with the load balancer; name, description and size change in place.
    replaces: ["listeners", "network", "regionName", "serviceName"],
    rules: [
      PROJECT,
      ovhPlace("regionName"),
      fromCatalogue("flavorId", "load balancer flavor", "regionName", LOAD_BALANCER_FLAVORS, "OVHcloud API /cloud/project/{serviceName}/region/{regionName}/loadbalancing/flavor"),
      within("listeners[].port", 1, 65535, "OpenStack Octavia API: protocol_port"),
      oneOf("listeners[].protocol", ["http", "https", "prometheus", "sctp", "tcp", "terminatedHTTPS", "udp"], BALANCER),
      oneOf(`${POOL}.algorithm`, ["leastConnections", "roundRobin", "sourceIP"], BALANCER),
      oneOf(`${POOL}.protocol`, ["http", "https", "proxy", "proxyV2", "sctp", "tcp", "udp"], BALANCER),
      oneOf(`${POOL}.sessionPersistence.type`, ["appCookie", "disabled", "httpCookie", "sourceIP"], BALANCER),
      within(`${POOL}.members[].protocolPort`, 1, 65535, "OpenStack Octavia API: protocol_port of a member"),
      within(`${POOL}.members[].weight`, 0, 256, "OpenStack Octavia API: weight of a member"),
      oneOf(`${POOL}.healthMonitor.monitorType`, ["http", "https", "ping", "sctp", "tcp", "tls-hello", "udp-connect"], BALANCER),
      oneOf(`${POOL}.healthMonitor.httpConfiguration.httpMethod`, ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"], BALANCER),
      within(`${POOL}.healthMonitor.maxRetries`, 1, 10, "OpenStack Octavia API: max_retries 1 to 10"),
      condition("listeners", "OpenStack Octavia API: the delay of a health monitor must not be below its timeout", (inputs) => {
        const late = valuesAt(inputs, `${POOL}.healthMonitor`).find((monitor) => isRecord(monitor) && Number(monitor.timeout) > Number(monitor.delay));
        return isRecord(late) ? `health monitor delay ${String(late.delay)} must be greater than or equal to its timeout ${String(late.timeout)}` : undefined;
      }),
      condition("listeners", "OpenStack Octavia API: one listener for each protocol and port", (inputs) => {
        const ports = valuesAt(inputs, "listeners[].port").map(String);
        const twice = ports.find((port, index) => ports.indexOf(port) !== index);
        return twice === undefined ? undefined : `another listener on this load balancer already uses port ${twice}`;
      }),
    ],
    references: [
      { path: "network.private.network.id", ...OPENSTACK_NETWORK, inUse: (target) => `Unable to complete operation on network ${target.id}. There are one or more ports still in use on the network.` },
      { path: "network.private.network.subnetId", to: [SUBNET], missing: (value) => `subnet ${value} could not be found`, inUse: (target) => `Unable to complete operation on subnet ${target.id}: One or more ports have an IP allocation from this subnet.`, source: "OpenStack Neutron: SubnetInUse" },
      { path: "network.private.gateway.id", to: [GATEWAY], missing: (value) => `gateway ${value} could not be found`, source: BALANCER },
      { path: "network.private.floatingIp.id", to: [FLOATING_IP], missing: (value) => `floating IP ${value} could not be found`, source: BALANCER },
    ],
    id: ({ hex }) => uuid(hex),
    outputs: ({ inputs, world, region, createdAt, address, hex }) => {
      const reserved = text(valuesAt(inputs, "network.private.floatingIp.id")[0]);
      const found = world.all(FLOATING_IP).find((stored) => stored.id === reserved);
      return {
        region,
        createdAt,
        updatedAt: createdAt,
        floatingIp: { id: reserved ?? uuid(hex, "floating"), ip: valuesAt(found?.outputs.currentState, "ip")[0] ?? address("public") },
        operatingStatus: "online",
        provisioningStatus: "active",
        vipAddress: address("private"),
        vipNetworkId: valuesAt(inputs, "network.private.network.id")[0],
        vipSubnetId: valuesAt(inputs, "network.private.network.subnetId")[0],
      };
    },
    source: BALANCER,
  },
];
