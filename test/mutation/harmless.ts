/** The reviewed list of changes that take no protection away, each with the reason. An entry that matches nothing fails the test. */

/** Properties by type for which one reason holds. A property stands for everything within it; `property/change` for one change only. */
export interface Harmless {
  readonly reason: string;
  readonly of: Readonly<Record<string, readonly string[]>>;
}

const EC2 = "aws:ec2/instance:Instance";
const RDS = "aws:rds/instance:Instance";
const LB = "aws:lb/loadBalancer:LoadBalancer";
const GROUP = "aws:lb/targetGroup:TargetGroup";
const OVH_LB = "ovh:CloudProject/loadBalancer:LoadBalancer";
const OVH_SERVER = "ovh:CloudProject/instance:Instance";
const OVH_DB = "ovh:CloudProject/database:Database";
const TASK = "aws:datasync/task:Task";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const CHECK = "aws:route53/healthCheck:HealthCheck";
const RECORD = "aws:route53/record:Record";
const POOL = "listeners[*].pool";

export const HARMLESS: readonly Harmless[] = [
  {
    reason: "a name, a description or a tag: the provider gives another, and nothing that protects is found by it",
    of: {
      "*": ["tags"],
      [RDS]: ["identifier"],
      "aws:rds/parameterGroup:ParameterGroup": ["description"],
      "aws:rds/subnetGroup:SubnetGroup": ["description", "name"],
      [OVH_DB]: ["description", "ipRestrictions[*].description"],
      "aws:backup/plan:Plan": ["name"],
      "aws:backup/selection:Selection": ["name"],
      "aws:backup/vault:Vault": ["name"],
      "aws:iam/role:Role": ["name"],
      "aws:iam/instanceProfile:InstanceProfile": ["name"],
      "aws:secretsmanager/secret:Secret": ["description", "name"],
      "aws:kms/alias:Alias": ["(resource)", "name"],
      "aws:kms/externalKey:ExternalKey": ["description"],
      "aws:kms/replicaExternalKey:ReplicaExternalKey": ["description"],
      "ovh:Okms/okms:Okms": ["displayName"],
      "ovh:Okms/serviceKeyJWK:ServiceKeyJWK": ["context", "name"],
      "aws:ec2/securityGroup:SecurityGroup": ["description"],
      [OVH_SERVER]: ["name"],
      [OVH_LB]: ["name", "listeners[*].name", `${POOL}.name`, `${POOL}.healthMonitor.name`, `${POOL}.members[*].name`],
      "ovh:CloudProject/gateway:Gateway": ["name"],
      "ovh:CloudProject/networkPrivate:NetworkPrivate": ["name"],
      "ovh:CloudProject/networkPrivateSubnetV2:NetworkPrivateSubnetV2": ["name"],
      "ovh:index/cloudFloatingIp:CloudFloatingIp": ["description"],
      "aws:s3/bucket:Bucket": ["bucket"],
      "ovh:CloudProject/storage:Storage": ["name"],
      [TASK]: ["name"],
      [REPLICATION]: ["rules[*].id", "rules[*].priority"],
      "ovh:CloudProject/user:User": ["description"],
      "aws:route53/zone:Zone": ["comment"],
    },
  },
  {
    reason: "unset means what is written: the provider's default is this value, or one that protects as much",
    of: {
      [RDS]: ["publiclyAccessible/unset", "skipFinalSnapshot/unset", "maintenanceWindow", "backupWindow", "port"],
      // PostgreSQL 16 on RDS forces TLS where nothing is said.
      "aws:rds/parameterGroup:ParameterGroup": ["parameters/unset", "parameters[*]/unset", "parameters[*].applyMethod"],
      "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": ["retentionPeriod/unset"],
      // A recovery point without a lifecycle is kept for ever.
      "aws:backup/plan:Plan": ["rules[*].copyActions[*].lifecycle/unset", "rules[*].copyActions[*].lifecycle.deleteAfter/unset", "rules[*].lifecycle/unset", "rules[*].lifecycle.deleteAfter/unset", "rules[*].completionWindow"],
      "aws:secretsmanager/secret:Secret": ["recoveryWindowInDays/unset"],
      "aws:kms/externalKey:ExternalKey": ["deletionWindowInDays/unset", "enabled/unset"],
      "aws:kms/replicaExternalKey:ReplicaExternalKey": ["deletionWindowInDays/unset", "enabled/unset"],
      // A lock configuration enables the lock of its bucket itself.
      "aws:s3/bucket:Bucket": ["objectLockEnabled"],
      "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ["objectLockEnabled/unset"],
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["(resource)"],
      [REPLICATION]: ["rules[*].deleteMarkerReplication/unset", "rules[*].filter/unset", "rules[*].filter.prefix", "rules[*].destination.storageClass"],
      [TASK]: ["options/unset", "options.overwriteMode/unset", "options.preserveDeletedFiles/unset", "options.taskQueueing", "options.transferMode", "options.verifyMode", "schedule.status/unset", "taskMode"],
      "aws:datasync/locationObjectStorage:LocationObjectStorage": ["serverPort", "subdirectory"],
      "aws:datasync/s3Location:S3Location": ["s3StorageClass"],
      "aws:route53/zone:Zone": ["forceDestroy/unset"],
      [CHECK]: ["failureThreshold/unset", "requestInterval/unset", "port"],
      // Within the objective for the end of a provider, whatever OVHcloud takes.
      "ovh:Domain/zoneRecord:ZoneRecord": ["ttl/unset"],
      // The network load balancer then checks that the port answers.
      [GROUP]: ["healthCheck/unset", "healthCheck.enabled/unset"],
      // Public is the default.
      [LB]: ["internal/unset"],
      [OVH_DB]: ["backupTime"],
      "ovh:Okms/secret:Secret": ["metadata"],
      // The project then comes from the provider's environment.
      "ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance": ["serviceName"],
    },
  },
  {
    reason: "shorter, and still longer than a deletion may go unnoticed (timeToNotice)",
    of: {
      [RDS]: ["backupRetentionPeriod/halved"],
      "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": ["retentionPeriod/halved"],
      "aws:backup/plan:Plan": ["rules[*].copyActions[*].lifecycle.deleteAfter/halved"],
      "aws:backup/vaultLockConfiguration:VaultLockConfiguration": ["minRetentionDays/halved"],
      "aws:secretsmanager/secret:Secret": ["recoveryWindowInDays/halved"],
      "aws:kms/externalKey:ExternalKey": ["deletionWindowInDays/halved"],
      "aws:kms/replicaExternalKey:ReplicaExternalKey": ["deletionWindowInDays/halved"],
      "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ["rule.defaultRetention.days/halved"],
    },
  },
  {
    reason: "another protection of the same kind is left, and carries the objectives: the locked copy, the other backup region, the password at half its length",
    of: {
      "aws:backup/plan:Plan": ["rules[*].lifecycle.deleteAfter/halved", "rules[*].lifecycle.deleteAfter/least"],
      [OVH_DB]: ["backupRegions[*]"],
      "random:index/randomPassword:RandomPassword": ["length/halved", "special"],
      // Issued anew with its cluster; the cluster itself is protected.
      "ovh:CloudProjectDatabase/postgresSqlUser:PostgresSqlUser": ["(protect)"],
      // The public access block ignores every list that owners could set.
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["rule.objectOwnership"],
      // The other zone's address answers; its failure is then a failover.
      [RECORD]: ["records[*]"],
    },
  },
  {
    reason: "size, speed, cost or convenience: no disaster takes it",
    of: {
      [RDS]: ["storageType", "copyTagsToSnapshot", "finalSnapshotIdentifier"],
      "aws:dms/replicationInstance:ReplicationInstance": ["allocatedStorage"],
      "aws:dms/endpoint:Endpoint": ["postgresSettings.captureDdls", "postgresSettings.heartbeatEnable", "postgresSettings.afterConnectScript", "postgresSettings.pluginName", "postgresSettings/unset"],
      "aws:rds/parameterGroup:ParameterGroup": ["parameters[*].value"],
      [EC2]: ["metadataOptions", "rootBlockDevice.volumeType", "userDataReplaceOnChange"],
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ["rules[*].bucketKeyEnabled"],
      [REPLICATION]: ["rules[*].destination.metrics"],
      [TASK]: ["options.gid", "options.uid", "options.posixPermissions", "options.objectTags"],
      "ovh:CloudProject/storage:Storage": ["hideObjects"],
      [LB]: ["enableCrossZoneLoadBalancing"],
      [GROUP]: ["healthCheck.healthyThreshold", "healthCheck.unhealthyThreshold", "healthCheck.interval", "healthCheck.timeout", "healthCheck.matcher"],
      [OVH_LB]: [`${POOL}.algorithm`, `${POOL}.members[*].weight`, `${POOL}.healthMonitor.delay`, `${POOL}.healthMonitor.timeout`, `${POOL}.healthMonitor.maxRetries`, `${POOL}.healthMonitor.maxRetriesDown`],
      "ovh:Domain/zone:Zone": ["plan.configurations[*]", "ovhSubsidiary"],
    },
  },
  {
    reason: "the cloud refuses it when it is applied: an argument that it needs, though the SDK calls it optional",
    of: {
      [RDS]: ["allocatedStorage", "engine", "engineVersion", "username", "password"],
      "aws:rds/subnetGroup:SubnetGroup": ["subnetIds[*]"],
      "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": ["subnetIds[*]"],
      "random:index/randomBytes:RandomBytes": ["length"],
      "random:index/randomPassword:RandomPassword": ["length/least"],
      "ovh:Okms/serviceKeyJWK:ServiceKeyJWK": ["keys[*].k", "keys[*]", "keys[*].keyOps[*]"],
      // The plan "essential" has one node; two are asked for.
      [OVH_DB]: ["plan/weakened"],
      [EC2]: ["ami", "instanceType"],
      [LB]: ["subnetMappings/unset"],
      [RECORD]: ["records/unset", "setIdentifier", "ttl/unset"],
      [GROUP]: ["vpcId", "targetType", "port", "protocol"],
      "aws:lb/listener:Listener": ["port", "protocol"],
      "aws:ec2/natGateway:NatGateway": ["allocationId", "subnetId"],
      "aws:ec2/subnet:Subnet": ["cidrBlock"],
      "aws:ec2/vpc:Vpc": ["cidrBlock"],
      "aws:ec2/route:Route": ["destinationCidrBlock", "natGatewayId", "gatewayId"],
      "aws:ec2/routeTableAssociation:RouteTableAssociation": ["subnetId"],
      "aws:iam/instanceProfile:InstanceProfile": ["role"],
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["cidrIpv4"],
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["cidrIpv4", "fromPort", "toPort", "referencedSecurityGroupId"],
      [OVH_SERVER]: ["bootFrom.imageId", "sshKeyCreate", "network.private.network"],
      [OVH_LB]: [`${POOL}.healthMonitor.monitorType`, `${POOL}.protocol`, `${POOL}.members[*].protocolPort`],
      "ovh:CloudProject/networkPrivate:NetworkPrivate": ["regions"],
    },
  },
  {
    reason: "the service or its replication stops at once, not on the day of a disaster: health checks, the load balancer or the replication's own state show it. Reachability within a network is not judged from a graph",
    of: {
      [RDS]: ["dbName", "dbSubnetGroupName", "parameterGroupName", "vpcSecurityGroupIds"],
      [OVH_DB]: ["ipRestrictions", "ipRestrictions[*]", "ipRestrictions[*].ip", "serviceName"],
      "ovh:CloudProjectDatabase/databaseInstance:DatabaseInstance": ["(resource)", "name"],
      "ovh:CloudProjectDatabase/postgresSqlUser:PostgresSqlUser": ["name", "roles", "serviceName"],
      "aws:dms/endpoint:Endpoint": ["databaseName", "password", "port", "username"],
      "aws:dms/replicationInstance:ReplicationInstance": ["replicationSubnetGroupId", "vpcSecurityGroupIds"],
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["(resource)"],
      "aws:datasync/locationObjectStorage:LocationObjectStorage": ["accessKey", "secretKey"],
      "aws:ec2/eip:Eip": ["domain"],
      [EC2]: ["iamInstanceProfile", "subnetId", "vpcSecurityGroupIds"],
      "aws:ec2/internetGateway:InternetGateway": ["vpcId"],
      "aws:ec2/route:Route": ["(resource)"],
      "aws:ec2/routeTableAssociation:RouteTableAssociation": ["(resource)"],
      "aws:ec2/securityGroup:SecurityGroup": ["vpcId"],
      "aws:ec2/subnet:Subnet": ["availabilityZone"],
      "aws:ec2/vpc:Vpc": ["enableDnsHostnames", "enableDnsSupport"],
      [LB]: ["internal/flipped", "loadBalancerType", "subnetMappings[*].allocationId"],
      [GROUP]: ["healthCheck.path", "healthCheck.port", "healthCheck.protocol"],
      "aws:lb/targetGroupAttachment:TargetGroupAttachment": ["port"],
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["(resource)"],
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["(resource)"],
      "ovh:CloudProject/gateway:Gateway": ["serviceName"],
      [OVH_SERVER]: ["serviceName"],
      [OVH_LB]: [`${POOL}.healthMonitor.httpConfiguration`, "network.private.floatingIp", "network.private.gateway", "serviceName"],
      "ovh:CloudProject/networkPrivate:NetworkPrivate": ["serviceName", "vlanId"],
      "ovh:CloudProject/networkPrivateSubnetV2:NetworkPrivateSubnetV2": ["allocationPools", "dhcp", "enableGatewayIp", "serviceName"],
      "ovh:index/cloudFloatingIp:CloudFloatingIp": ["serviceName"],
      "ovh:CloudProject/s3Credential:S3Credential": ["(resource)", "serviceName"],
      "ovh:CloudProject/s3Policy:S3Policy": ["(resource)", "serviceName"],
      "ovh:CloudProject/storage:Storage": ["serviceName"],
      "ovh:CloudProject/user:User": ["roleNames", "serviceName"],
      [CHECK]: ["enableSni", "resourcePath", "type"],
    },
  },
];
