import type { Graph, GraphNode } from "../../policies/graph/model";
import { graphOf } from "../../policies/graph/model";
import { UNKNOWN, type Value } from "../../policies/graph/value";

/**
 * Graphs for measuring the proof, shaped like real stacks: teams, each with a network and a key of its own, and their
 * services, each with servers, database, buckets, secrets and roles in one region and copies in another. Every fourth
 * service runs on OVHcloud beside AWS, and every fifth copies nothing anywhere. All are linked as a
 * preview links them (what the cloud decides is unknown, dependencies tell where it comes from). The same size always
 * gives the same graph.
 */
export function generateGraph(size: number): Graph {
  const builder = new Builder();
  for (let index = 0; builder.nodes.length < size; index += 1) team(builder, index);
  return graphOf(PROJECT, STACK, builder.nodes.slice(0, size));
}

const SERVICES_OF_A_TEAM = 8;
const OVH_EVERY = 4;
const UNCOPIED_EVERY = 5;
const PROJECT = "bench";
const STACK = "generated";
const ROOT = `urn:pulumi:${STACK}::${PROJECT}::pulumi:pulumi:Stack::${PROJECT}-${STACK}`;

/** Regions far enough apart, as stacks in one jurisdiction pair them. */
const PAIRS: readonly (readonly [string, string])[] = [["eu-central-1", "eu-west-1"], ["eu-west-3", "eu-north-1"], ["us-east-1", "us-west-2"], ["ap-southeast-2", "ap-southeast-1"]];

interface Declared {
  readonly inputs?: Readonly<Record<string, Value>>;
  /** Inputs that another resource decides. */
  readonly from?: Readonly<Record<string, string>>;
  readonly parent?: string;
}

class Builder {
  readonly nodes: GraphNode[] = [];
  readonly #providers: Readonly<Record<string, string>>;

  constructor() {
    this.#add("pulumi:pulumi:Stack", `${PROJECT}-${STACK}`, {}, ROOT, undefined, false);
    const provider = (name: string, inputs: Readonly<Record<string, Value>>): string => {
      const urn = `urn:pulumi:${STACK}::${PROJECT}::pulumi:providers:${name}::default`;
      return this.#add(`pulumi:providers:${name}`, `default-${name}`, { inputs }, urn, undefined, true);
    };
    this.#providers = { aws: provider("aws", { region: "eu-central-1", version: "7.48.0" }), ovh: provider("ovh", { endpoint: "ovh-eu", version: "2.19.1" }), random: provider("random", { version: "4.21.2" }) };
  }

  component(name: string): string {
    return this.#add("bench:index:Service", name, { parent: ROOT }, `urn:pulumi:${STACK}::${PROJECT}::bench:index:Service::${name}`, undefined, false);
  }

  /** Declares a resource under a component and gives its URN. */
  resource(type: string, name: string, declared: Declared & { readonly parent: string }): string {
    const urn = `urn:pulumi:${STACK}::${PROJECT}::bench:index:Service$${type}::${name}`;
    return this.#add(type, name, declared, urn, this.#providers[type.slice(0, type.indexOf(":"))], true);
  }

  #add(type: string, name: string, { inputs = {}, from = {}, parent }: Declared, urn: string, provider: string | undefined, custom: boolean): string {
    const flowing = Object.entries(from);
    this.nodes.push({
      urn,
      type,
      name,
      custom,
      external: false,
      inputs: { ...inputs, ...Object.fromEntries(flowing.map(([key]) => [key, inputs[key] ?? UNKNOWN])) },
      outputs: {},
      id: undefined,
      provider,
      parent,
      dependencies: [...new Set(flowing.map(([, on]) => on))].sort(),
      propertyDependencies: Object.fromEntries(flowing.map(([key, on]) => [key, [on]])),
      options: { protect: false, retainOnDelete: false, ignoreChanges: [] },
    });
    return urn;
  }
}

function team(builder: Builder, index: number): void {
  const [home, away] = PAIRS[index % PAIRS.length] ?? ["eu-central-1", "eu-west-1"];
  const name = `t${index}`;
  const { here, there } = declaring(builder, name, home, away);
  const key = here("aws:kms/key:Key", "key", { multiRegion: true, enableKeyRotation: true });
  const keyCopy = there("aws:kms/replicaKey:ReplicaKey", "key-copy", {}, { primaryKeyArn: key });
  here("aws:kms/alias:Alias", "key-alias", { name: `alias/${name}` }, { targetKeyId: key });
  network(here, home);
  for (let each = 0; each < SERVICES_OF_A_TEAM; each += 1) {
    const base = `${name}-s${each}`;
    const count = index * SERVICES_OF_A_TEAM + each;
    if (count % OVH_EVERY === OVH_EVERY - 1) ovhService(builder, base, count);
    else service(builder, base, home, away, { key, keyCopy }, count % UNCOPIED_EVERY !== UNCOPIED_EVERY - 1);
  }
}

function service(builder: Builder, base: string, home: string, away: string, { key, keyCopy }: { readonly key: string; readonly keyCopy: string }, copied: boolean): void {
  const { here, there } = declaring(builder, base, home, away);
  if (copied) {
    objects(here, there, base, key, keyCopy);
    database(here, there, base, key, keyCopy);
  } else {
    here("aws:s3/bucket:Bucket", "objects", { bucket: `${base}-objects` });
    here("aws:dynamodb/table:Table", "table", { name: `${base}-table`, hashKey: "id", billingMode: "PAY_PER_REQUEST" });
    here("aws:efs/fileSystem:FileSystem", "files", { encrypted: true }, { kmsKeyId: key });
  }
  servers(here, base);
  const password = here("random:index/randomPassword:RandomPassword", "password", { length: 32 });
  const secret = here("aws:secretsmanager/secret:Secret", "secret", { name: base, ...(copied ? { replicas: [{ region: away }] } : {}) }, { kmsKeyId: key });
  here("aws:secretsmanager/secretVersion:SecretVersion", "secret-version", {}, { secretId: secret, secretString: password });
}

/** A service on OVHcloud: every other one replicates its objects and sends its backups on. */
function ovhService(builder: Builder, base: string, count: number): void {
  const copied = Math.floor(count / OVH_EVERY) % 2 === 0;
  const { here } = declaring(builder, base, "", "");
  const project = { serviceName: "0123456789abcdef0123456789abcdef" };
  const rules = [{ id: "all", priority: 1, status: "enabled", deleteMarkerReplication: "disabled", destination: { name: `${base}-objects-copy`, region: "SBG", removeOnMainBucketDeletion: false } }];
  here("ovh:CloudProject/storage:Storage", "objects", { ...project, regionName: "GRA", name: `${base}-objects`, versioning: { status: "enabled" }, ...(copied ? { replication: { rules } } : {}) });
  if (copied) here("ovh:CloudProject/storage:Storage", "objects-copy", { ...project, regionName: "SBG", name: `${base}-objects-copy`, versioning: { status: "enabled" } });
  const database = here("ovh:CloudProject/database:Database", "database", { ...project, engine: "postgresql", version: "16", plan: "production", flavor: "db1-7", nodes: [{ region: "GRA" }, { region: "GRA" }], backupRegions: copied ? ["GRA", "SBG"] : ["GRA"] });
  here("ovh:CloudProjectDatabase/postgresSqlUser:PostgresSqlUser", "user", project, { clusterId: database });
  for (const number of [1, 2, 3]) {
    here("ovh:CloudProject/instance:Instance", `server-${number}`, { ...project, region: "GRA11", billingPeriod: "hourly" });
    here("ovh:CloudProject/volume:Volume", `volume-${number}`, { ...project, regionName: "GRA11", size: 100, type: "classic" });
  }
  here("ovh:CloudProject/loadBalancer:LoadBalancer", "balancer", { ...project, regionName: "GRA11" });
  here("ovh:Domain/zoneRecord:ZoneRecord", "record", { zone: "example.com", subdomain: base, fieldtype: "A", ttl: 60, target: "192.0.2.10" });
}

/** Makes a component and gives what declares its resources at home and away. */
function declaring(builder: Builder, base: string, home: string, away: string): { readonly here: Declare; readonly there: Declare } {
  const parent = builder.component(base);
  const at = (region: string): Declare => (type, name, inputs = {}, from = {}) =>
    builder.resource(type, `${base}-${name}`, { parent, inputs: type.startsWith("aws:") ? { region, ...inputs } : inputs, from });
  return { here: at(home), there: at(away) };
}

type Declare = (type: string, name: string, inputs?: Readonly<Record<string, Value>>, from?: Readonly<Record<string, string>>) => string;

function network(here: Declare, region: string): void {
  const vpc = here("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
  for (const zone of ["a", "b"]) here("aws:ec2/subnet:Subnet", `subnet-${zone}`, { availabilityZone: `${region}${zone}` }, { vpcId: vpc });
  const gateway = here("aws:ec2/internetGateway:InternetGateway", "gateway", {}, { vpcId: vpc });
  const routes = here("aws:ec2/routeTable:RouteTable", "routes", {}, { vpcId: vpc });
  here("aws:ec2/route:Route", "route", { destinationCidrBlock: "0.0.0.0/0" }, { routeTableId: routes, gatewayId: gateway });
  const group = here("aws:ec2/securityGroup:SecurityGroup", "group", {}, { vpcId: vpc });
  for (const port of [443, 5432]) here("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", `ingress-${port}`, { fromPort: port, toPort: port, ipProtocol: "tcp" }, { securityGroupId: group });
}

function objects(here: Declare, there: Declare, base: string, key: string, keyCopy: string): void {
  const bucket = here("aws:s3/bucket:Bucket", "objects", { bucket: `${base}-objects` });
  const copy = there("aws:s3/bucket:Bucket", "objects-copy", { bucket: `${base}-objects-copy` });
  for (const [declare, of, name, with_] of [[here, bucket, "objects", key], [there, copy, "objects-copy", keyCopy]] as const) {
    declare("aws:s3/bucketVersioning:BucketVersioning", `${name}-versioning`, { versioningConfiguration: { status: "Enabled" } }, { bucket: of });
    declare("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", `${name}-encryption`, { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: UNKNOWN } }] }, { bucket: of, rules: with_ });
    declare("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${name}-private`, { blockPublicAcls: true }, { bucket: of });
  }
  const role = here("aws:iam/role:Role", "replication-role", { assumeRolePolicy: "{}" });
  here("aws:iam/rolePolicy:RolePolicy", "replication-policy", { policy: UNKNOWN }, { role, policy: bucket });
  here(
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "replication",
    { rules: [{ id: "all", status: "Enabled", filter: { prefix: "" }, deleteMarkerReplication: { status: "Disabled" }, destination: { bucket: UNKNOWN, encryptionConfiguration: { replicaKmsKeyId: UNKNOWN } }, sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } }] },
    { bucket, role, rules: copy },
  );
}

function database(here: Declare, there: Declare, base: string, key: string, keyCopy: string): void {
  const group = here("aws:rds/subnetGroup:SubnetGroup", "database-subnets", { subnetIds: [UNKNOWN, UNKNOWN] });
  const instance = here("aws:rds/instance:Instance", "database", { engine: "postgres", instanceClass: "db.m6g.large", allocatedStorage: 100, backupRetentionPeriod: 14, multiAz: true, storageEncrypted: true, deleteAutomatedBackups: false }, { dbSubnetGroupName: group, kmsKeyId: key });
  there("aws:rds/instance:Instance", "database-replica", { instanceClass: "db.m6g.large", storageEncrypted: true, backupRetentionPeriod: 14 }, { replicateSourceDb: instance, kmsKeyId: keyCopy });
  const vault = here("aws:backup/vault:Vault", "vault", { name: `${base}-vault` }, { kmsKeyArn: key });
  const far = there("aws:backup/vault:Vault", "vault-copy", { name: `${base}-vault-copy` }, { kmsKeyArn: keyCopy });
  there("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "vault-lock", { changeableForDays: 3, minRetentionDays: 35 }, { backupVaultName: far });
  const plan = here("aws:backup/plan:Plan", "plan", { rules: [{ ruleName: "daily", schedule: "cron(0 3 * * ? *)", targetVaultName: UNKNOWN, lifecycle: { deleteAfter: 35 }, copyActions: [{ destinationVaultArn: UNKNOWN, lifecycle: { deleteAfter: 35 } }] }] }, { rules: far });
  here("aws:backup/selection:Selection", "selection", { resources: [UNKNOWN] }, { planId: plan, resources: instance });
  here("aws:backup/vaultPolicy:VaultPolicy", "vault-policy", { policy: "{}" }, { backupVaultName: vault });
}

function servers(here: Declare, base: string): void {
  const template = here("aws:ec2/launchTemplate:LaunchTemplate", "template", { instanceType: "m6i.large" });
  const target = here("aws:lb/targetGroup:TargetGroup", "targets", { port: 443, protocol: "HTTPS" });
  const balancer = here("aws:lb/loadBalancer:LoadBalancer", "balancer", { loadBalancerType: "application" });
  here("aws:lb/listener:Listener", "listener", { port: 443 }, { loadBalancerArn: balancer, defaultActions: target });
  here("aws:autoscaling/group:Group", "servers", { minSize: 2, maxSize: 4 }, { launchTemplate: template, targetGroupArns: target });
  here("aws:cloudwatch/logGroup:LogGroup", "logs", { retentionInDays: 30 });
  for (const metric of ["errors", "latency", "full"]) here("aws:cloudwatch/metricAlarm:MetricAlarm", `alarm-${metric}`, { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 2 });
  const check = here("aws:route53/healthCheck:HealthCheck", "check", { type: "HTTPS", fqdn: `${base}.example.com` });
  here("aws:route53/record:Record", "record", { name: base, type: "A", setIdentifier: "home" }, { healthCheckId: check, records: balancer });
}
