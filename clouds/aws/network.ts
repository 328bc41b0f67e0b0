import type { TypeSpec } from "../model";
import { cidr, cloud, condition, exactlyOne, matches, network, notTogether, oneOf, oneOrMore, within } from "../rule";
import type { Properties } from "../value";
import { text } from "../value";
import { zonesOf } from "../functions/aws";
import { arn, EIP, INSTANCE, SECURITY_GROUP, securityGroupReference, SUBNET, subnetReference, TERRAFORM, VPC, VPC_REFERENCE } from "./common";

const EC2 = `${TERRAFORM}ec2/`;
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const ROUTE_TARGETS = ["gatewayId", "natGatewayId", "networkInterfaceId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId", "egressOnlyGatewayId", "carrierGatewayId", "localGatewayId", "coreNetworkArn", "odbNetworkArn"];

const contains = (outer: string | undefined, inner: string | undefined): boolean => {
  const whole = outer === undefined ? undefined : network(outer);
  const part = inner === undefined ? undefined : network(inner);
  return whole === undefined || part === undefined || (part.first >= whole.first && part.last <= whole.last);
};

const overlap = (a: string | undefined, b: string | undefined): boolean => {
  const one = a === undefined ? undefined : network(a);
  const other = b === undefined ? undefined : network(b);
  return one !== undefined && other !== undefined && one.first <= other.last && other.first <= one.last;
};

/** A rule of a security group with its peer. */
function groupRule(direction: "Ingress" | "Egress"): TypeSpec {
  const source = `${EC2}vpc_security_group_ingress_rule.go`;
  return {
    type: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
    service: "ec2",
    replaces: ["region", "securityGroupId"],
    rules: [
      exactlyOne(["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"], source),
      cidr("cidrIpv4", 0, 32, source),
      within("fromPort", -1, 65535, source),
      within("toPort", -1, 65535, source),
      condition("fromPort", source, portsProblem),
    ],
    references: [securityGroupReference("securityGroupId", false), securityGroupReference("referencedSecurityGroupId")],
    id: ({ hex }) => `sgr-${hex(17)}`,
    outputs: (making) => ({ arn: arn(making, "ec2", `security-group-rule/${making.id}`), securityGroupRuleId: making.id }),
    source,
  };
}

function portsProblem(inputs: Properties): string | undefined {
  const protocol = text(inputs.ipProtocol);
  if (protocol === undefined) return undefined;
  const set = inputs.fromPort !== undefined || inputs.toPort !== undefined;
  if (protocol === "-1" && set) return "with ipProtocol -1, fromPort and toPort must not be set";
  if (["tcp", "udp"].includes(protocol) && (inputs.fromPort === undefined || inputs.toPort === undefined)) return `ipProtocol ${protocol} needs fromPort and toPort`;
  return typeof inputs.fromPort === "number" && typeof inputs.toPort === "number" && inputs.fromPort > inputs.toPort && inputs.toPort !== -1 ? `fromPort ${String(inputs.fromPort)} is above toPort ${String(inputs.toPort)}` : undefined;
}

/** Networks of EC2. */
export const NETWORK_TYPES: readonly TypeSpec[] = [
  {
    type: VPC,
    service: "ec2",
    replaces: ["cidrBlock", "region", "ipv4IpamPoolId", "ipv4NetmaskLength"],
    rules: [cidr("cidrBlock", 16, 28, `${EC2}vpc_.go (cidr_block /16 to /28)`), oneOf("instanceTenancy", ["default", "dedicated"], `${EC2}vpc_.go`), exactlyOne(["cidrBlock", "ipv4IpamPoolId"], `${EC2}vpc_.go`)],
    id: ({ hex }) => `vpc-${hex(17)}`,
    outputs: (making) => ({
      arn: arn(making, "ec2", `vpc/${making.id}`),
      defaultNetworkAclId: `acl-${making.hex(17, "acl")}`,
      defaultRouteTableId: `rtb-${making.hex(17, "rtb")}`,
      mainRouteTableId: `rtb-${making.hex(17, "rtb")}`,
      defaultSecurityGroupId: `sg-${making.hex(17, "sg")}`,
      dhcpOptionsId: `dopt-${making.hex(17, "dopt")}`,
      ownerId: making.account,
    }),
    source: `${EC2}vpc_.go`,
  },
  {
    type: SUBNET,
    service: "ec2",
    replaces: ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native", "outpostArn", "region", "vpcId"],
    rules: [
      cidr("cidrBlock", 16, 28, `${EC2}vpc_subnet.go (cidr_block /16 to /28)`),
      notTogether(["availabilityZone", "availabilityZoneId"], `${EC2}vpc_subnet.go`),
      cloud("availabilityZone", "EC2 API: InvalidParameterValue", (inputs, { region }) => {
        const zone = text(inputs.availabilityZone);
        return zone === undefined || region === undefined || zone === "" || zonesOf(region).includes(zone) ? undefined : `InvalidParameterValue: Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zonesOf(region).join(", ")}.`;
      }),
      cloud("cidrBlock", "EC2 API: InvalidSubnet.Range", (inputs, { world }) => {
        const vpc = world.all(VPC).find((stored) => stored.id === inputs.vpcId);
        return contains(text(vpc?.inputs.cidrBlock), text(inputs.cidrBlock)) ? undefined : `InvalidSubnet.Range: The CIDR '${String(inputs.cidrBlock)}' is invalid.`;
      }),
      cloud("cidrBlock", "EC2 API: InvalidSubnet.Conflict", (inputs, { world, self }) => {
        const other = world.all(SUBNET).find((stored) => stored.inputs.vpcId === inputs.vpcId && stored.id !== self && overlap(text(stored.inputs.cidrBlock), text(inputs.cidrBlock)));
        return other === undefined ? undefined : `InvalidSubnet.Conflict: The CIDR '${String(inputs.cidrBlock)}' conflicts with another subnet`;
      }),
    ],
    references: [VPC_REFERENCE],
    id: ({ hex }) => `subnet-${hex(17)}`,
    outputs: (making) => ({ arn: arn(making, "ec2", `subnet/${making.id}`), ownerId: making.account, availabilityZone: making.inputs.availabilityZone ?? zonesOf(making.region)[0] }),
    defaults: { privateDnsHostnameTypeOnLaunch: "ip-name" },
    source: `${EC2}vpc_subnet.go`,
  },
  {
    type: INTERNET_GATEWAY,
    service: "ec2",
    replaces: ["region"],
    references: [VPC_REFERENCE],
    rules: [
      cloud("vpcId", "EC2 API: Resource.AlreadyAssociated", (inputs, { world, self }) => {
        const other = world.all(INTERNET_GATEWAY).find((stored) => inputs.vpcId !== undefined && stored.inputs.vpcId === inputs.vpcId && stored.id !== self);
        return other !== undefined ? `Resource.AlreadyAssociated: Network ${String(inputs.vpcId)} already has an internet gateway attached` : undefined;
      }),
    ],
    id: ({ hex }) => `igw-${hex(17)}`,
    outputs: (making) => ({ arn: arn(making, "ec2", `internet-gateway/${making.id}`), ownerId: making.account }),
    source: `${EC2}vpc_internet_gateway.go`,
  },
  {
    type: EIP,
    service: "ec2",
    replaces: ["address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool", "region"],
    rules: [oneOf("domain", ["standard", "vpc"], `${EC2}ec2_eip.go`)],
    references: [{ path: "instance", to: [INSTANCE], missing: (value) => `InvalidInstanceID.NotFound: The instance ID '${value}' does not exist`, source: "EC2 API error codes" }],
    id: ({ hex }) => `eipalloc-${hex(17)}`,
    outputs: (making) => ({ allocationId: making.id, arn: arn(making, "ec2", `elastic-ip/${making.id}`), publicIp: making.address("public"), publicDns: `ec2-${making.address("public").replaceAll(".", "-")}.${making.region}.compute.amazonaws.com` }),
    defaults: { domain: "vpc", publicIpv4Pool: "amazon" },
    source: `${EC2}ec2_eip.go`,
  },
  {
    type: NAT_GATEWAY,
    service: "ec2",
    replaces: ["allocationId", "availabilityMode", "connectivityType", "privateIp", "region", "subnetId", "vpcId"],
    rules: [
      oneOf("connectivityType", ["private", "public"], `${EC2}vpc_nat_gateway.go`),
      condition("allocationId", `${EC2}vpc_nat_gateway.go (a public gateway needs an address)`, (inputs) => (inputs.connectivityType !== "private" && inputs.availabilityMode !== "regional" && inputs.allocationId === undefined ? "allocationId is needed for a public NAT gateway" : undefined)),
    ],
    references: [
      subnetReference("subnetId"),
      { path: "allocationId", to: [EIP], missing: (value) => `InvalidAllocationID.NotFound: The allocation ID '${value}' does not exist`, inUse: (target) => `InvalidIPAddress.InUse: Address with allocation id ${target.id} is in use`, source: "EC2 API error codes" },
    ],
    id: ({ hex }) => `nat-${hex(17)}`,
    outputs: (making) => ({
      networkInterfaceId: `eni-${making.hex(17, "eni")}`,
      associationId: `eipassoc-${making.hex(17, "assoc")}`,
      publicIp: text(making.world.all(EIP).find((eip) => eip.id === making.inputs.allocationId)?.outputs.publicIp) ?? "",
      privateIp: making.inputs.privateIp ?? making.address("private"),
    }),
    source: `${EC2}vpc_nat_gateway.go`,
  },
  {
    type: ROUTE_TABLE,
    service: "ec2",
    replaces: ["region", "vpcId"],
    references: [VPC_REFERENCE],
    id: ({ hex }) => `rtb-${hex(17)}`,
    outputs: (making) => ({ arn: arn(making, "ec2", `route-table/${making.id}`), ownerId: making.account }),
    source: `${EC2}vpc_route_table.go`,
  },
  {
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    service: "ec2",
    replaces: ["gatewayId", "region", "subnetId"],
    rules: [exactlyOne(["subnetId", "gatewayId"], `${EC2}vpc_route_table_association.go`)],
    references: [subnetReference("subnetId"), { path: "routeTableId", to: [ROUTE_TABLE], missing: (value) => `InvalidRouteTableID.NotFound: The routeTable ID '${value}' does not exist`, inUse: (target) => `DependencyViolation: The routeTable '${target.id}' has dependencies and cannot be deleted.`, source: "EC2 API error codes" }],
    id: ({ hex }) => `rtbassoc-${hex(17)}`,
    source: `${EC2}vpc_route_table_association.go`,
  },
  {
    type: "aws:ec2/route:Route",
    service: "ec2",
    replaces: ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "region", "routeTableId"],
    rules: [exactlyOne(["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"], `${EC2}vpc_route.go`), exactlyOne(ROUTE_TARGETS, `${EC2}vpc_route.go`), cidr("destinationCidrBlock", 0, 32, `${EC2}vpc_route.go`)],
    references: [
      { path: "routeTableId", to: [ROUTE_TABLE], missing: (value) => `InvalidRouteTableID.NotFound: The routeTable ID '${value}' does not exist`, source: "EC2 API error codes" },
      { path: "gatewayId", to: [INTERNET_GATEWAY], outside: (value) => value === "local", missing: (value) => `InvalidGatewayID.NotFound: The gateway ID '${value}' does not exist`, inUse: (target) => `DependencyViolation: internetGateway '${target.id}' has mapped public address(es) or routes`, source: "EC2 API error codes" },
      { path: "natGatewayId", to: [NAT_GATEWAY], missing: (value) => `InvalidNatGatewayID.NotFound: The natGateway ID '${value}' does not exist`, source: "EC2 API error codes" },
    ],
    id: ({ inputs, hex }) => `r-${text(inputs.routeTableId) ?? ""}${hex(10, `${text(inputs.destinationCidrBlock) ?? ""}${text(inputs.destinationIpv6CidrBlock) ?? ""}`)}`,
    defaults: { origin: "CreateRoute", state: "active" },
    source: `${EC2}vpc_route.go`,
  },
  {
    type: SECURITY_GROUP,
    service: "ec2",
    named: { property: "name", max: 255 },
    replaces: ["description", "name", "namePrefix", "region", "vpcId"],
    rules: [
      matches("description", /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/, "1 to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*", `${EC2}vpc_security_group.go, EC2 API CreateSecurityGroup`),
      matches("name", /^(?!sg-).{1,255}$/, "not beginning with sg-", "EC2 API CreateSecurityGroup"),
      notTogether(["name", "namePrefix"], `${EC2}vpc_security_group.go`),
    ],
    references: [VPC_REFERENCE],
    id: ({ hex }) => `sg-${hex(17)}`,
    outputs: (making) => ({ arn: arn(making, "ec2", `security-group/${making.id}`), ownerId: making.account }),
    defaults: { description: "Managed by Pulumi" },
    source: `${EC2}vpc_security_group.go`,
  },
  {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    service: "ec2",
    replaces: ["cidrBlocks", "fromPort", "ipv6CidrBlocks", "prefixListIds", "protocol", "region", "securityGroupId", "self", "sourceSecurityGroupId", "toPort", "type"],
    rules: [oneOf("type", ["ingress", "egress"], `${EC2}vpc_security_group_rule.go`), oneOrMore(["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId"], `${EC2}vpc_security_group_rule.go`), cidr("cidrBlocks[]", 0, 32, `${EC2}vpc_security_group_rule.go`)],
    references: [securityGroupReference("securityGroupId", false), securityGroupReference("sourceSecurityGroupId")],
    id: ({ hex }) => `sgrule-${String(parseInt(hex(8), 16))}`,
    outputs: ({ hex }) => ({ securityGroupRuleId: `sgr-${hex(17)}` }),
    source: `${EC2}vpc_security_group_rule.go`,
  },
  groupRule("Ingress"),
  groupRule("Egress"),
];
