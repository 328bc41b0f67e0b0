import { locations } from "../../policies/facts/geography";
import type { Making, TypeSpec } from "../model";
import { atMost, cloud, condition, exactlyOne, ipv4, matches, notTogether, oneOf, passes, within } from "../rule";
import type { Properties } from "../value";
import { isRecord, text, valuesAt } from "../value";
import { amiId, IMAGE_NAMES, zonesOf } from "../functions/aws";
import { arn, EIP, INSTANCE, INSTANCE_PROFILE, keyReference, securityGroupReference, SUBNET, subnetReference, TERRAFORM, VPC_REFERENCE } from "./common";

const ROUTE53 = `${TERRAFORM}route53/`;
const ELB = `${TERRAFORM}elbv2/`;
const EC2 = `${TERRAFORM}ec2/ec2_instance.go`;
const ZONE = "aws:route53/zone:Zone";
const HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck";
const RECORD = "aws:route53/record:Record";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const LISTENER = "aws:lb/listener:Listener";
const POLICIES = ["cidrRoutingPolicy", "failoverRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy", "latencyRoutingPolicies", "multivalueAnswerRoutingPolicy", "weightedRoutingPolicies"];
const RECORD_TYPES = ["A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"];
const CHECK_TYPES = ["CALCULATED", "CLOUDWATCH_METRIC", "HTTP", "HTTPS", "HTTPS_STR_MATCH", "HTTP_STR_MATCH", "RECOVERY_CONTROL", "TCP"];
const NLB = ["QUIC", "TCP", "TCP_QUIC", "TCP_UDP", "TLS", "UDP"];
const ALB = ["HTTP", "HTTPS"];
const BALANCER_NAME = /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/;

const trim = (name: string): string => name.replace(/\.$/, "").toLowerCase();
const used = (inputs: Properties): readonly string[] => POLICIES.filter((name) => inputs[name] !== undefined);

function recordProblem(inputs: Properties): string | undefined {
  const policies = used(inputs);
  if (policies.length > 1) return `conflicting inputs: ${policies.join(", ")} cannot be set together`;
  if (policies.length === 1 && inputs.setIdentifier === undefined) return `setIdentifier is required with ${policies[0] ?? ""}`;
  if (inputs.aliases === undefined && (inputs.records === undefined || inputs.ttl === undefined)) return "records and ttl are required unless aliases is set";
  return inputs.aliases !== undefined && (inputs.records !== undefined || inputs.ttl !== undefined) ? "conflicting inputs: aliases cannot be set with records or ttl" : undefined;
}

function values(inputs: Properties): string | undefined {
  const wrong = valuesAt(inputs, "records[]").find((value) => inputs.type === "A" && text(value) !== undefined && ipv4(String(value)) === undefined);
  if (wrong !== undefined) return `InvalidChangeBatch: Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '${String(wrong)}''`;
  return inputs.type === "CNAME" && valuesAt(inputs, "records[]").length > 1 ? "InvalidChangeBatch: a CNAME has one value" : undefined;
}

const balancerId = (making: Making): string => `${making.inputs.loadBalancerType === "network" ? "net" : making.inputs.loadBalancerType === "gateway" ? "gwy" : "app"}/${making.name}/${making.hex(16)}`;
const balancerKind = (making: { readonly world: Making["world"] }, inputs: Properties): string => text(making.world.all(BALANCER).find((stored) => stored.id === inputs.loadBalancerArn)?.inputs.loadBalancerType) ?? "application";

/** Names, load balancers and servers. */
export const TRAFFIC_TYPES: readonly TypeSpec[] = [
  {
    type: ZONE,
    service: "route53",
    global: true,
    named: { property: "name", max: 1024 },
    replaces: ["delegationSetId", "name"],
    rules: [matches("name", /^([A-Za-z0-9_*-]{1,63}\.)+[A-Za-z0-9-]{1,63}\.?$/, "a domain name", `${ROUTE53}zone.go`), notTogether(["delegationSetId", "vpcs"], `${ROUTE53}zone.go`)],
    keeps: (stored, world) => (stored.inputs.forceDestroy !== true && world.all(RECORD).some((record) => record.inputs.zoneId === stored.id) ? `HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted. (${stored.id})` : undefined),
    id: ({ hex }) => `Z${hex(20).toUpperCase()}`,
    outputs: (making) => {
      const servers = [1, 2, 3, 4].map((index) => `ns-${String(parseInt(making.hex(3, String(index)), 16) % 2048)}.awsdns-${String(10 + index)}.${["com", "net", "org", "co.uk"][index - 1] ?? "com"}`);
      return { arn: `arn:aws:route53:::hostedzone/${making.id}`, zoneId: making.id, nameServers: servers, primaryNameServer: servers[0] ?? "", name: trim(making.name) };
    },
    defaults: { comment: "Managed by Pulumi" },
    source: `${ROUTE53}zone.go`,
  },
  {
    type: HEALTH_CHECK,
    service: "route53",
    global: true,
    replaces: ["measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"],
    rules: [
      oneOf("type", CHECK_TYPES, `${ROUTE53}health_check.go`),
      oneOf("requestInterval", [10, 30], `${ROUTE53}health_check.go`),
      within("failureThreshold", 1, 10, `${ROUTE53}health_check.go`),
      within("port", 1, 65535, `${ROUTE53}health_check.go`),
      passes("ipAddress", (value) => (ipv4(value) !== undefined || value.includes(":") ? undefined : `"${value}" is not a valid IP address`), `${ROUTE53}health_check.go`),
      matches("resourcePath", /^.{0,255}$/, "at most 255 characters", `${ROUTE53}health_check.go`),
      condition("fqdn", "Route 53 API CreateHealthCheck: InvalidInput", (inputs) => {
        const type = text(inputs.type);
        if (type === undefined || ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"].includes(type)) return undefined;
        if (inputs.ipAddress === undefined && inputs.fqdn === undefined) return `InvalidInput: a health check of type ${type} needs fqdn or ipAddress`;
        if (type === "TCP" && inputs.port === undefined) return "InvalidInput: a health check of type TCP needs port";
        return /_STR_MATCH$/.test(type) && inputs.searchString === undefined ? `InvalidInput: a health check of type ${type} needs searchString` : undefined;
      }),
    ],
    id: ({ hex }) => `${hex(8)}-${hex(4, "b")}-4${hex(3, "c")}-a${hex(3, "d")}-${hex(12, "e")}`,
    outputs: (making) => ({ arn: `arn:aws:route53:::healthcheck/${making.id}`, ipAddress: making.inputs.ipAddress, requestInterval: making.inputs.requestInterval ?? 30 }),
    defaults: { failureThreshold: 3, enableSni: false },
    source: `${ROUTE53}health_check.go`,
  },
  {
    type: RECORD,
    service: "route53",
    global: true,
    replaces: ["name", "setIdentifier", "zoneId", "type"],
    rules: [
      oneOf("type", RECORD_TYPES, `${ROUTE53}record.go`),
      within("ttl", 0, 2147483647, "Route 53 API: ResourceRecordSet.TTL"),
      oneOf("failoverRoutingPolicies[].type", ["PRIMARY", "SECONDARY"], `${ROUTE53}record.go`),
      within("weightedRoutingPolicies[].weight", 0, 255, "Route 53 API: ResourceRecordSet.Weight"),
      atMost("failoverRoutingPolicies", 1, `${ROUTE53}record.go`),
      condition("name", `${ROUTE53}record.go`, recordProblem),
      condition("records", "Route 53 API: InvalidChangeBatch", values),
      cloud("name", "Route 53 API: InvalidChangeBatch", (inputs, { world, self }) => {
        const zone = world.all(ZONE).find((stored) => stored.id === inputs.zoneId);
        const name = trim(text(inputs.name) ?? "");
        const domain = text(zone?.outputs.name) ?? "";
        if (name !== domain && !name.endsWith(`.${domain}`) && name.includes(".")) return `InvalidChangeBatch: RRSet with DNS name ${name}. is not permitted in zone ${domain}.`;
        const twin = world.all(RECORD).find((stored) => stored.id !== self && stored.inputs.zoneId === inputs.zoneId && trim(text(stored.inputs.name) ?? "") === name && stored.inputs.type === inputs.type && inputs.setIdentifier !== undefined && stored.inputs.setIdentifier !== inputs.setIdentifier && JSON.stringify(stored.inputs.failoverRoutingPolicies) === JSON.stringify(inputs.failoverRoutingPolicies) && inputs.failoverRoutingPolicies !== undefined);
        return twin === undefined ? undefined : `InvalidChangeBatch: there is already a failover record of this type for ${name} (${twin.id})`;
      }),
    ],
    references: [
      { path: "zoneId", to: [ZONE], missing: (value) => `NoSuchHostedZone: No hosted zone found with ID: ${value}`, source: "Route 53 API" },
      { path: "healthCheckId", to: [HEALTH_CHECK], missing: (value) => `NoSuchHealthCheck: No health check exists with the specified ID ${value}`, source: "Route 53 API" },
    ],
    id: ({ inputs }) => [inputs.zoneId, trim(text(inputs.name) ?? ""), inputs.type, ...(inputs.setIdentifier === undefined ? [] : [inputs.setIdentifier])].map(String).join("_"),
    outputs: ({ inputs, world }) => {
      const name = trim(text(inputs.name) ?? "");
      const domain = text(world.all(ZONE).find((stored) => stored.id === inputs.zoneId)?.outputs.name) ?? "";
      return { fqdn: name === domain || name.endsWith(`.${domain}`) ? name : `${name}.${domain}` };
    },
    exists: (id) => `InvalidChangeBatch: Tried to create resource record set but it already exists (${id})`,
    source: `${ROUTE53}record.go`,
  },
  {
    type: BALANCER,
    service: "elasticloadbalancing",
    named: { property: "name", max: 32 },
    replaces: ["customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix", "region"],
    rules: [
      oneOf("loadBalancerType", ["application", "gateway", "network"], `${ELB}load_balancer.go`),
      matches("name", BALANCER_NAME, "1 to 32 letters, digits and hyphens, not beginning or ending with a hyphen, not beginning with internal-", `${ELB}load_balancer.go`),
      exactlyOne(["subnetMappings", "subnets"], `${ELB}load_balancer.go`),
      condition("subnets", "ELB API CreateLoadBalancer: an application load balancer spans two zones", (inputs) => {
        const list = inputs.subnets ?? inputs.subnetMappings;
        return inputs.loadBalancerType !== "network" && inputs.loadBalancerType !== "gateway" && Array.isArray(list) && list.length < 2 ? "ValidationError: At least two subnets in two different Availability Zones must be specified" : undefined;
      }),
    ],
    references: [
      subnetReference("subnets[]"),
      subnetReference("subnetMappings[].subnetId"),
      securityGroupReference("securityGroups[]"),
      { path: "subnetMappings[].allocationId", to: [EIP], missing: (value) => `AllocationIdNotFound: The allocation ID '${value}' does not exist`, inUse: (target) => `InvalidIPAddress.InUse: Address with allocation id ${target.id} is in use`, source: "Elastic Load Balancing API reference: errors of the action" },
    ],
    keeps: (stored) => (stored.inputs.enableDeletionProtection === true ? `OperationNotPermitted: Load balancer '${stored.id}' cannot be deleted because deletion protection is enabled` : undefined),
    id: (making) => arn(making, "elasticloadbalancing", `loadbalancer/${balancerId(making)}`),
    outputs: (making) => {
      const first = valuesAt(making.inputs, "subnets[]")[0] ?? valuesAt(making.inputs, "subnetMappings[].subnetId")[0];
      return {
        arn: making.id,
        arnSuffix: making.id.split(":loadbalancer/").at(-1) ?? "",
        dnsName: `${making.name}-${making.hex(16)}.${making.inputs.loadBalancerType === "network" ? `elb.${making.region}` : `${making.region}.elb`}.amazonaws.com`,
        zoneId: `Z${making.hex(13, "zone").toUpperCase()}`,
        vpcId: text(making.world.all(SUBNET).find((subnet) => subnet.id === first)?.inputs.vpcId) ?? "",
      };
    },
    defaults: { ipAddressType: "ipv4" },
    source: `${ELB}load_balancer.go`,
  },
  {
    type: TARGET_GROUP,
    service: "elasticloadbalancing",
    named: { property: "name", max: 32 },
    replaces: ["ipAddressType", "name", "namePrefix", "port", "protocol", "protocolVersion", "region", "targetType", "vpcId"],
    rules: [
      oneOf("protocol", [...ALB, ...NLB, "GENEVE"], `${ELB}target_group.go`),
      oneOf("targetType", ["alb", "instance", "ip", "lambda"], `${ELB}target_group.go`),
      within("port", 1, 65535, `${ELB}target_group.go`),
      within("healthCheck.interval", 5, 300, `${ELB}target_group.go`),
      within("healthCheck.timeout", 2, 120, `${ELB}target_group.go`),
      within("healthCheck.healthyThreshold", 2, 10, `${ELB}target_group.go`),
      within("healthCheck.unhealthyThreshold", 2, 10, `${ELB}target_group.go`),
      oneOf("healthCheck.protocol", ["HTTP", "HTTPS", "TCP"], `${ELB}target_group.go`),
      within("deregistrationDelay", 0, 3600, `${ELB}target_group.go`),
      matches("name", BALANCER_NAME, "1 to 32 letters, digits and hyphens", `${ELB}target_group.go`),
      condition("port", `${ELB}target_group.go: port, protocol and vpcId unless targetType is lambda`, (inputs) => {
        const missing = ["port", "protocol", "vpcId"].filter((name) => inputs[name] === undefined);
        return inputs.targetType === "lambda" || missing.length === 0 ? undefined : `${missing.join(", ")} should be set when targetType is ${text(inputs.targetType) ?? "instance"}`;
      }),
      condition("healthCheck", "ELB API: the timeout of a health check is below its interval", ({ healthCheck }) => (isRecord(healthCheck) && typeof healthCheck.timeout === "number" && typeof healthCheck.interval === "number" && healthCheck.timeout >= healthCheck.interval ? `ValidationError: Health check interval must be greater than the timeout (${String(healthCheck.interval)}, ${String(healthCheck.timeout)})` : undefined)),
      condition("healthCheck", `${ELB}target_group.go: path and matcher are for HTTP and HTTPS`, ({ healthCheck }) => (isRecord(healthCheck) && healthCheck.protocol === "TCP" && (healthCheck.path !== undefined || healthCheck.matcher !== undefined) ? "healthCheck.path and healthCheck.matcher are not supported with healthCheck.protocol TCP" : undefined)),
    ],
    references: [VPC_REFERENCE],
    id: (making) => arn(making, "elasticloadbalancing", `targetgroup/${making.name}/${making.hex(16)}`),
    outputs: (making) => ({ arn: making.id, arnSuffix: `targetgroup/${making.id.split(":targetgroup/").at(-1) ?? ""}` }),
    source: `${ELB}target_group.go`,
  },
  {
    type: LISTENER,
    service: "elasticloadbalancing",
    replaces: ["loadBalancerArn", "region"],
    rules: [
      oneOf("protocol", [...ALB, ...NLB], `${ELB}listener.go`),
      within("port", 1, 65535, `${ELB}listener.go`),
      oneOf("defaultActions[].type", ["authenticate-cognito", "authenticate-oidc", "fixed-response", "forward", "jwt-validation", "redirect"], `${ELB}listener.go`),
      condition("certificateArn", "ELB API CreateListener: CertificateNotFound", (inputs) => (["HTTPS", "TLS"].includes(text(inputs.protocol) ?? "") && inputs.certificateArn === undefined ? "ValidationError: A certificate must be specified for HTTPS and TLS listeners" : undefined)),
      cloud("protocol", "ELB API CreateListener: protocols of a network and of an application load balancer", (inputs, { world }) => {
        const kind = balancerKind({ world }, inputs);
        const protocol = text(inputs.protocol);
        return protocol === undefined || kind === "gateway" || (kind === "network" ? NLB : ALB).includes(protocol) ? undefined : `ValidationError: Protocol '${protocol}' must be one of ${(kind === "network" ? NLB : ALB).join(", ")} for a load balancer of type ${kind}`;
      }),
      cloud("port", "ELB API CreateListener: DuplicateListener", (inputs, { world, self }) => {
        const other = world.all(LISTENER).find((stored) => stored.id !== self && stored.inputs.loadBalancerArn === inputs.loadBalancerArn && stored.inputs.port === inputs.port);
        return other === undefined ? undefined : `DuplicateListener: A listener already exists on this port for this load balancer (${String(inputs.port)})`;
      }),
    ],
    references: [
      { path: "loadBalancerArn", to: [BALANCER], missing: (value) => `LoadBalancerNotFound: Load balancer '${value}' not found`, source: "Elastic Load Balancing API reference: errors of the action" },
      { path: "defaultActions[].targetGroupArn", to: [TARGET_GROUP], missing: (value) => `TargetGroupNotFound: Target group '${value}' not found`, inUse: (target) => `ResourceInUse: Target group '${target.id}' is currently in use by a listener or a rule`, source: "Elastic Load Balancing API reference: errors of the action" },
    ],
    id: (making) => `${(text(making.inputs.loadBalancerArn) ?? "").replace(":loadbalancer/", ":listener/")}/${making.hex(16)}`,
    outputs: ({ id }) => ({ arn: id }),
    source: `${ELB}listener.go`,
  },
  {
    type: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    service: "elasticloadbalancing",
    replaces: ["availabilityZone", "port", "quicServerId", "region", "targetGroupArn", "targetId"],
    references: [
      { path: "targetGroupArn", to: [TARGET_GROUP], missing: (value) => `TargetGroupNotFound: Target group '${value}' not found`, source: "Elastic Load Balancing API reference: errors of the action" },
      { path: "targetId", to: [INSTANCE], outside: (value) => !value.startsWith("i-"), missing: (value) => `InvalidTarget: The following targets are not in a running state and cannot be registered: '${value}'`, source: "Elastic Load Balancing API reference: errors of the action" },
    ],
    id: ({ inputs, hex }) => `${String(inputs.targetGroupArn)}-${hex(26)}`,
    source: `${ELB}target_group_attachment.go`,
  },
  {
    type: INSTANCE,
    service: "ec2",
    replaces: ["ami", "associatePublicIpAddress", "availabilityZone", "cpuOptions", "enablePrimaryIpv6", "ephemeralBlockDevices", "hibernation", "hostId", "ipv6AddressCount", "keyName", "networkInterfaces", "placementGroup", "privateIp", "region", "securityGroups", "subnetId", "tenancy"],
    rules: [
      matches("instanceType", /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "a type such as m7i.large", "EC2 API: InstanceType"),
      oneOf("metadataOptions.httpTokens", ["optional", "required"], EC2),
      oneOf("metadataOptions.httpEndpoint", ["disabled", "enabled"], EC2),
      within("metadataOptions.httpPutResponseHopLimit", 1, 64, EC2),
      oneOf("rootBlockDevice.volumeType", ["gp2", "gp3", "io1", "io2", "sc1", "st1", "standard"], EC2),
      notTogether(["userData", "userDataBase64"], EC2),
      passes("userData", (value) => (Buffer.byteLength(value) <= 16384 ? undefined : `userData is ${String(Buffer.byteLength(value))} bytes long, at most 16384 are allowed`), "EC2 user guide: user data is limited to 16 KB"),
      condition("ami", `${EC2} (ami and instanceType, or launchTemplate)`, (inputs) => (inputs.launchTemplate === undefined && (inputs.ami === undefined || inputs.instanceType === undefined) ? "ami and instanceType are required unless launchTemplate is set" : undefined)),
      cloud("ami", "EC2 API: InvalidAMIID.NotFound: images have ids of their own in each region", (inputs, { region }) => {
        const ami = text(inputs.ami);
        const elsewhere = ami === undefined ? undefined : locations("aws").find((location) => location.code !== region && IMAGE_NAMES.some((name) => amiId(location.code, name) === ami));
        return elsewhere === undefined ? undefined : `InvalidAMIID.NotFound: The image id '[${ami ?? ""}]' does not exist`;
      }),
    ],
    references: [
      subnetReference("subnetId"),
      securityGroupReference("vpcSecurityGroupIds[]"),
      { path: "iamInstanceProfile", to: [INSTANCE_PROFILE], missing: (value) => `InvalidParameterValue: Value (${value}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`, source: "EC2 API RunInstances" },
      keyReference("rootBlockDevice.kmsKeyId", (value) => `InvalidKmsKey.NotFound: ${value}`),
    ],
    keeps: (stored) => (stored.inputs.disableApiTermination === true ? `OperationNotPermitted: The instance '${stored.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.` : undefined),
    id: ({ hex }) => `i-${hex(17)}`,
    outputs: (making) => {
      const ip = text(making.inputs.privateIp) ?? making.address("private");
      return {
        arn: arn(making, "ec2", `instance/${making.id}`),
        instanceState: "running",
        privateIp: ip,
        privateDns: `ip-${ip.replaceAll(".", "-")}.${making.region}.compute.internal`,
        primaryNetworkInterfaceId: `eni-${making.hex(17, "eni")}`,
        availabilityZone: text(making.world.all(SUBNET).find((subnet) => subnet.id === making.inputs.subnetId)?.outputs.availabilityZone) ?? zonesOf(making.region)[0],
      };
    },
    defaults: { tenancy: "default", monitoring: false, ebsOptimized: false },
    source: EC2,
  },
  {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    service: "ec2",
    named: { property: "name", max: 128 },
    replaces: ["name", "namePrefix", "region"],
    rules: [matches("name", /^[\w()./-]{3,128}$/, "3 to 128 letters, digits and ().-/_", `${TERRAFORM}ec2/ec2_launch_template.go`), matches("userData", /^[A-Za-z0-9+/=]*$/, "base64", `${TERRAFORM}ec2/ec2_launch_template.go (ValidBase64String)`)],
    references: [securityGroupReference("vpcSecurityGroupIds[]")],
    id: ({ hex }) => `lt-${hex(17)}`,
    outputs: (making) => ({ arn: arn(making, "ec2", `launch-template/${making.id}`), latestVersion: 1, defaultVersion: making.inputs.defaultVersion ?? 1 }),
    source: `${TERRAFORM}ec2/ec2_launch_template.go`,
  },
];
