import type { Properties } from "../../clouds/value";
import { UNKNOWN } from "../../clouds/value";
import { cleanUp, trial } from "./support";

afterEach(cleanUp);

const PROJECT = "0123456789abcdef0123456789abcdef";
const DATABASE: Properties = { serviceName: PROJECT, engine: "postgresql", version: "16", plan: "business", flavor: "db1-7", nodes: [{ region: "GRA" }, { region: "GRA" }], backupRegions: ["GRA", "WAW"] };
const RDS: Properties = { identifier: "a-database", engine: "postgres", instanceClass: "db.m6g.large", allocatedStorage: 100, username: "application", password: "longenough", skipFinalSnapshot: true };
const TARGETS: Properties = { port: 443, protocol: "TCP", vpcId: UNKNOWN, healthCheck: { protocol: "HTTPS", path: "/", interval: 10, timeout: 5 } };
const RECORD: Properties = { zoneId: UNKNOWN, name: "www.example.com", type: "A", ttl: 60, records: ["192.0.2.1"] };
const CHECK: Properties = { type: "HTTPS", port: 443, fqdn: "example.com", requestInterval: 10, failureThreshold: 3 };
const TASK: Properties = { sourceLocationArn: UNKNOWN, destinationLocationArn: UNKNOWN, taskMode: "ENHANCED", schedule: { scheduleExpression: "rate(1 hour)" } };
const PLAN: Properties = { name: "plan", rules: [{ ruleName: "r", targetVaultName: UNKNOWN, schedule: "cron(0 1 * * ? *)", startWindow: 60, completionWindow: 180, lifecycle: { deleteAfter: 35 } }] };
const ENDPOINT: Properties = { endpointId: "source", endpointType: "source", engineName: "postgres", serverName: "db", port: 5432, username: "u", databaseName: "d" };
const STORAGE: Properties = { serviceName: PROJECT, regionName: "GRA", name: "objects", versioning: { status: "enabled" } };
const JWK: Properties = { okmsId: UNKNOWN, keys: [{ kty: "oct", kid: "k", keyOps: ["encrypt"], k: "A".repeat(43) }] };
const SUBNET: Properties = { networkId: UNKNOWN, region: "GRA11", cidr: "10.10.0.0/16", allocationPools: [{ start: "10.10.100.1", end: "10.10.255.254" }] };
const REPLICATION: Properties = { bucket: "b", role: UNKNOWN, rules: [{ id: "r", status: "Enabled", filter: { prefix: "" }, priority: 0, deleteMarkerReplication: { status: "Disabled" }, destination: { bucket: "arn:aws:s3:::c" } }] };
const rule = (more: Properties): Properties => ({ ...REPLICATION, rules: [{ ...(REPLICATION.rules as readonly Properties[])[0], ...more }] });

/** Type, inputs that are accepted, then changes that are refused with the reason. */
const CASES: readonly (readonly [type: string, good: Properties, refused: readonly (readonly [Properties, string | RegExp])[]])[] = [
  ["aws:s3/bucket:Bucket", { bucket: "good-name.1" }, [
    [{ bucket: "Upper" }, 'invalid value for bucket (3 to 63 lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit, not an IP address), got "Upper"'],
    [{ bucket: "ab" }, /got "ab"$/],
    [{ bucket: "10.0.0.1" }, /not an IP address\), got "10.0.0.1"$/],
    [{ bucketPrefix: "p" }, "conflicting inputs: bucket, bucketPrefix cannot be set together"],
    [{ bucketnam: "x" }, 'unexpected input "bucketnam"; did you mean "bucket"?'],
    [{ versioning: { enabld: true } }, 'unexpected input "versioning.enabld"; did you mean "enabled"?'],
    [{ tags: "none" }, "expected tags to be an object, got a string"],
  ]],
  ["aws:s3/bucketReplicationConfig:BucketReplicationConfig", REPLICATION, [
    [rule({ deleteMarkerReplication: null }), 'InvalidRequest: rule "r" has a filter, so deleteMarkerReplication must be specified'],
    [rule({ destination: { bucket: "arn:aws:s3:::c", replicationTime: { status: "Enabled", time: { minutes: 15 } } } }), 'InvalidRequest: rule "r" has replicationTime, so metrics must be enabled'],
    [rule({ destination: { bucket: "arn:aws:s3:::c", replicationTime: { status: "Enabled", time: { minutes: 30 } }, metrics: { status: "Enabled" } } }), "expected rules[].destination.replicationTime.time.minutes to be in the range (15 - 15), got 30"],
    [rule({ sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } }), /selects KMS-encrypted objects, so destination.encryptionConfiguration/],
    [{ rules: UNKNOWN, role: null }, 'missing required input "role"'],
  ]],
  ["aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", { bucket: "b", rule: { defaultRetention: { mode: "COMPLIANCE", days: 35 } } }, [
    [{ rule: { defaultRetention: { mode: "COMPLIANCE" } } }, "rule.defaultRetention needs either days or years"],
    [{ rule: { defaultRetention: { mode: "compliance", days: 35 } } }, 'expected rule.defaultRetention.mode to be one of COMPLIANCE, GOVERNANCE, got "compliance"; did you mean "COMPLIANCE"?'],
  ]],
  ["aws:rds/instance:Instance", RDS, [
    [{ skipFinalSnapshot: false }, "finalSnapshotIdentifier is required when skipFinalSnapshot is false"],
    [{ password: null }, "one of password, manageMasterUserPassword and passwordWo must be set"],
    [{ password: "short" }, /^InvalidParameterValue: The parameter MasterUserPassword is not a valid password: 8 to 128/],
    [{ kmsKeyId: "k" }, "InvalidParameterCombination: kmsKeyId needs storageEncrypted: true"],
    [{ backupRetentionPeriod: 36 }, "expected backupRetentionPeriod to be in the range (0 - 35), got 36"],
    [{ engine: "postgresql" }, /got "postgresql"; did you mean "postgres"\?$/],
    [{ username: null }, "username must be set unless the instance is a replica or is restored"],
  ]],
  ["aws:rds/parameterGroup:ParameterGroup", { family: "postgres16", parameters: [{ name: "rds.logical_replication", value: "1", applyMethod: "pending-reboot" }] }, [
    [{ parameters: [{ name: "rds.logical_replication", value: "1" }] }, /cannot use immediate apply method for static parameter rds.logical_replication/],
  ]],
  ["aws:backup/vaultLockConfiguration:VaultLockConfiguration", { backupVaultName: "v", changeableForDays: 3, minRetentionDays: 35 }, [
    [{ changeableForDays: 2 }, "expected changeableForDays to be in the range (3 - 36500), got 2"],
    [{ maxRetentionDays: 30 }, "InvalidParameterValueException: maxRetentionDays 30 is below minRetentionDays 35"],
  ]],
  ["aws:backup/plan:Plan", PLAN, [
    [{ rules: [{ ruleName: "r", targetVaultName: "v", startWindow: 60, completionWindow: 60 }] }, "InvalidParameterValueException: completionWindow 60 must be at least 60 minutes more than startWindow 60"],
    [{ rules: [{ ruleName: "r", targetVaultName: "v", lifecycle: { coldStorageAfter: 30, deleteAfter: 60 } }] }, "InvalidParameterValueException: deleteAfter 60 must be at least 90 days after coldStorageAfter 30"],
    [{ rules: [{ ruleName: "r", targetVaultName: "v", enableContinuousBackup: true, lifecycle: { deleteAfter: 36 } }] }, "InvalidParameterValueException: with enableContinuousBackup, deleteAfter is at most 35 days"],
  ]],
  ["aws:backup/selection:Selection", { name: "s", planId: UNKNOWN, iamRoleArn: UNKNOWN, resources: ["*"] }, [[{ resources: null }, /one of resources, selectionTags, conditions and notResources is needed/]]],
  ["aws:datasync/task:Task", TASK, [
    [{ schedule: { scheduleExpression: "rate(30 minutes)" } }, "InvalidRequestException: the schedule rate(30 minutes) is more often than once an hour"],
    [{ options: { verifyMode: "POINT_IN_TIME_CONSISTENT" } }, /not supported in ENHANCED mode/],
  ]],
  ["aws:dms/endpoint:Endpoint", ENDPOINT, [
    [{ engineName: "postgresql" }, /got "postgresql"; did you mean "postgres"\?$/],
    [{ serverName: null }, "serverName must be set for postgres, or secretsManagerArn"],
    [{ endpointId: "two--hyphens" }, /no two hyphens together/],
  ]],
  ["aws:dms/replicationInstance:ReplicationInstance", { replicationInstanceClass: "dms.t3.medium", replicationInstanceId: "r", multiAz: true }, [[{ availabilityZone: "eu-central-1a" }, /availabilityZone cannot be set with multiAz/]]],
  ["aws:route53/record:Record", RECORD, [
    [{ ttl: null }, "records and ttl are required unless aliases is set"],
    [{ records: ["example.org"] }, /Value is not a valid IPv4 address\) encountered with 'example.org'/],
    [{ failoverRoutingPolicies: [{ type: "PRIMARY" }] }, "setIdentifier is required with failoverRoutingPolicies"],
    [{ failoverRoutingPolicies: [{ type: "PRIMARY" }], multivalueAnswerRoutingPolicy: true }, "conflicting inputs: failoverRoutingPolicies, multivalueAnswerRoutingPolicy cannot be set together"],
  ]],
  ["aws:route53/healthCheck:HealthCheck", CHECK, [
    [{ fqdn: null }, "InvalidInput: a health check of type HTTPS needs fqdn or ipAddress"],
    [{ type: "TCP", port: null }, "InvalidInput: a health check of type TCP needs port"],
    [{ requestInterval: 20 }, "expected requestInterval to be one of 10, 30, got 20"],
  ]],
  ["aws:lb/targetGroup:TargetGroup", TARGETS, [
    [{ healthCheck: { interval: 5, timeout: 5 } }, "ValidationError: Health check interval must be greater than the timeout (5, 5)"],
    [{ healthCheck: { protocol: "TCP", path: "/" } }, /not supported with healthCheck.protocol TCP/],
    [{ port: null }, "port should be set when targetType is instance"],
  ]],
  ["aws:lb/loadBalancer:LoadBalancer", { loadBalancerType: "network", subnets: [UNKNOWN] }, [
    [{ subnetMappings: [] }, "exactly one of subnetMappings, subnets must be set, got subnetMappings, subnets"],
    [{ loadBalancerType: "application" }, /At least two subnets in two different Availability Zones/],
  ]],
  ["aws:lb/listener:Listener", { loadBalancerArn: UNKNOWN, protocol: "TCP", port: 443, defaultActions: [{ type: "forward" }] }, [[{ protocol: "TLS" }, /A certificate must be specified/]]],
  ["aws:kms/externalKey:ExternalKey", { keyMaterialBase64: Buffer.alloc(32).toString("base64"), deletionWindowInDays: 30 }, [
    [{ keyMaterialBase64: "c2hvcnQ=" }, "keyMaterialBase64 must be 32 bytes in base64"],
    [{ deletionWindowInDays: 6 }, "expected deletionWindowInDays to be in the range (7 - 30), got 6"],
  ]],
  ["aws:kms/replicaExternalKey:ReplicaExternalKey", { primaryKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/mrk-1" }, [[{ primaryKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" }, /is not a multi-Region primary key/]]],
  ["aws:iam/role:Role", { assumeRolePolicy: '{"Statement":[{"Principal":"*"}]}' }, [[{ assumeRolePolicy: "{" }, "assumeRolePolicy contains invalid JSON"], [{ assumeRolePolicy: "{}" }, /must contain a Principal/]]],
  ["aws:secretsmanager/secret:Secret", { name: "a/b", recoveryWindowInDays: 30 }, [[{ recoveryWindowInDays: 3 }, "expected recoveryWindowInDays to be 0 or in the range (7 - 30), got 3"]]],
  ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, [
    [{ cidrBlock: "10.0.0.0/8" }, 'expected cidrBlock to have a prefix between /16 and /28, got "10.0.0.0/8"'],
    [{ cidrBlock: "10.0.0.1/16" }, '"10.0.0.1/16" is not a valid IPv4 CIDR block: expected a network such as 10.0.0.0/16 without host bits'],
  ]],
  ["aws:ec2/natGateway:NatGateway", { subnetId: UNKNOWN, allocationId: UNKNOWN }, [[{ allocationId: null }, "allocationId is needed for a public NAT gateway"]]],
  ["aws:ec2/instance:Instance", { ami: "ami-1", instanceType: "m6i.large" }, [[{ ami: null }, "ami and instanceType are required unless launchTemplate is set"], [{ userData: "x".repeat(16385) }, "userData is 16385 bytes long, at most 16384 are allowed"]]],
  ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", { securityGroupId: UNKNOWN, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }, [
    [{ cidrIpv4: null }, "exactly one of cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId must be set, got none"],
    [{ ipProtocol: "-1" }, "with ipProtocol -1, fromPort and toPort must not be set"],
    [{ toPort: 80 }, "fromPort 443 is above toPort 80"],
  ]],
  ["ovh:CloudProject/database:Database", DATABASE, [
    [{ plan: "premium" }, 'plan "premium" does not exist for postgresql: expected one of essential, business, enterprise, discovery, production, advanced'],
    [{ nodes: [{ region: "GRA" }] }, 'plan "business" of postgresql has 2 nodes, got 1'],
    [{ nodes: [{ region: "GRA" }, { region: "SBG" }] }, "multi region clusters are not available: all nodes must be identical"],
    [{ backupRegions: ["WAW", "SBG"] }, "one of the backup regions WAW, SBG must be the region of the nodes, GRA"],
    [{ backupRegions: ["GRA", "WAW", "SBG"] }, "too many entries in backupRegions: 3, at most 2"],
    [{ engine: "kafka", plan: "business" }, "backupRegions cannot be set for kafka: it has no backups"],
    [{ version: "9" }, "version 9 of postgresql is not available: expected one of 13, 14, 15, 16, 17, 18"],
    [{ serviceName: "mine" }, /the id of a Public Cloud project: 32 hexadecimal digits/],
  ]],
  ["ovh:CloudProject/storage:Storage", STORAGE, [
    [{ regionName: "SBGG" }, /^region "SBGG" not found; did you mean "SBG/],
    [{ versioning: { status: "disabled" }, objectLock: { status: "enabled" } }, "object lock needs versioning.status enabled"],
    [{ versioning: { status: "suspended" }, replication: { rules: [{ status: "enabled" }] } }, "replication needs versioning.status enabled on the source"],
    [{ encryption: { sseAlgorithm: "aes" } }, /expected encryption.sseAlgorithm to be one of AES256, plaintext, got "aes"/],
  ]],
  ["ovh:CloudProject/networkPrivateSubnetV2:NetworkPrivateSubnetV2", SUBNET, [
    [{ allocationPools: [{ start: "10.11.0.1", end: "10.11.0.9" }] }, "the allocation pool 10.11.0.1-10.11.0.9 spans beyond the subnet cidr 10.10.0.0/16"],
    [{ allocationPools: [{ start: "10.10.0.9", end: "10.10.0.1" }] }, /the first not after the last$/],
    [{ region: "GRA99" }, /^region "GRA99" not found; did you mean/],
  ]],
  ["ovh:CloudProject/instance:Instance", { region: "GRA11", billingPeriod: "hourly", flavor: { flavorId: UNKNOWN }, bootFrom: { imageId: UNKNOWN }, network: { public: true } }, [
    [{ flavor: { flavorId: "b3-8" } }, "flavor b3-8 does not exist in region GRA11"],
    [{ bootFrom: {} }, "bootFrom needs imageId or volumeId"],
    [{ billingPeriod: "yearly" }, /expected billingPeriod to be one of hourly, monthly/],
  ]],
  ["ovh:CloudProject/loadBalancer:LoadBalancer", { regionName: "GRA11", flavorId: UNKNOWN, network: { private: { network: { id: UNKNOWN, subnetId: UNKNOWN } } }, listeners: [{ port: 443, protocol: "tcp" }] }, [
    [{ listeners: [{ port: 443, protocol: "tcp" }, { port: 443, protocol: "http" }] }, "another listener on this load balancer already uses port 443"],
    [{ listeners: [{ port: 443, protocol: "tcp", pool: { algorithm: "roundRobin", protocol: "tcp", healthMonitor: { monitorType: "tcp", delay: 5, timeout: 10, maxRetries: 2 } } }] }, "health monitor delay 5 must be greater than or equal to its timeout 10"],
  ]],
  ["ovh:Domain/zoneRecord:ZoneRecord", { zone: "example.com", fieldtype: "A", target: "192.0.2.1", ttl: 60 }, [[{ ttl: 59 }, '"ttl" must be either equal to 0 or, greater than or equal to 60, got: 59'], [{ fieldtype: "ALIAS" }, /expected fieldtype to be one of/]]],
  ["ovh:Domain/zone:Zone", { plan: { planCode: "zone", duration: "P1Y", pricingMode: "default" } }, [[{ plan: { duration: "P1Y", pricingMode: "default" } }, 'missing required input "plan.planCode"']]],
  ["ovh:Okms/serviceKeyJWK:ServiceKeyJWK", JWK, [
    [{ keys: [] }, "keys must contain exactly 1 key"],
    [{ keys: [{ kty: "oct", keyOps: ["encrypt"], k: "AAA=" }] }, "keys[].k is not base64url without padding"],
    [{ keys: [{ kty: "oct", keyOps: ["encrypt"], k: "AAAA" }] }, "a symmetric key must be 128, 192 or 256 bits long"],
  ]],
  ["ovh:Okms/okms:Okms", { region: "eu-west-gra", ovhSubsidiary: "FR" }, [[{ region: "eu-west-grb" }, 'region "eu-west-grb" not found; did you mean "eu-west-gra"?']]],
  ["random:index/randomPassword:RandomPassword", { length: 20 }, [[{ length: 2, minUpper: 3 }, "length 2 is less than the sum of minLower, minUpper, minNumeric and minSpecial, 3"], [{ lower: false, upper: false, numeric: false, special: false }, "at least one of lower, upper, numeric and special must be true"]]],
  ["random:index/randomInteger:RandomInteger", { min: 1, max: 2 }, [[{ min: 3 }, "min 3 is greater than max 2"]]],
];

describe.each(CASES)("%s", (type, good, refused) => {
  const provider = type.split(":")[0] ?? "";
  test("accepts what the real provider accepts", async () => {
    expect(await (await trial(provider)).failures(type, good)).toEqual([]);
  });
  test.each(refused)("refuses %j", async (change, reason) => {
    const failures = await (await trial(provider)).failures(type, { ...good, ...change });
    expect(failures).toEqual(expect.arrayContaining([typeof reason === "string" ? reason : expect.stringMatching(reason)]));
  });
});
