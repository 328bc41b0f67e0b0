/** Type tokens that the mechanisms look for; old and renamed forms count as what they are. */
import { types } from "../graph/links";

export const S3_BUCKETS = types("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2");
export const OVH_BUCKETS = types("ovh:CloudProject/storage:Storage");
export const BUCKETS = new Set([...S3_BUCKETS, ...OVH_BUCKETS]);

export const KMS_PRIMARY_KEYS = types("aws:kms/key:Key", "aws:kms/externalKey:ExternalKey");
export const KMS_REPLICA_KEYS = types("aws:kms/replicaKey:ReplicaKey", "aws:kms/replicaExternalKey:ReplicaExternalKey");
export const KMS_KEYS = new Set([...KMS_PRIMARY_KEYS, ...KMS_REPLICA_KEYS]);
export const KMS_ALIASES = types("aws:kms/alias:Alias");

export const RDS_INSTANCES = types("aws:rds/instance:Instance");
export const RDS_CLUSTERS = types("aws:rds/cluster:Cluster");
export const AWS_DATABASES = new Set([
  ...RDS_INSTANCES, ...RDS_CLUSTERS, "aws:rds/clusterInstance:ClusterInstance", "aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster",
]);
export const OVH_DATABASES = types("ovh:CloudProject/database:Database");
export const DATABASES = new Set([...AWS_DATABASES, ...OVH_DATABASES]);

export const IAM_ROLES = types("aws:iam/role:Role");
export const VAULTS = types("aws:backup/vault:Vault", "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault");
export const SECRETS = types("aws:secretsmanager/secret:Secret");
export const RANDOM = types(
  "random:index/randomBytes:RandomBytes", "random:index/randomPassword:RandomPassword", "random:index/randomString:RandomString",
  "random:index/randomId:RandomId", "random:index/randomUuid:RandomUuid", "random:index/randomUuid4:RandomUuid4", "random:index/randomUuid7:RandomUuid7",
  "random:index/randomInteger:RandomInteger", "random:index/randomPet:RandomPet", "random:index/randomShuffle:RandomShuffle",
);

/** Whatever runs the service. */
export const SERVERS = types(
  "aws:ec2/instance:Instance", "aws:autoscaling/group:Group", "aws:ecs/service:Service", "aws:eks/nodeGroup:NodeGroup", "aws:lambda/function:Function",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest", "aws:ec2/fleet:Fleet", "aws:apprunner/service:Service", "aws:lightsail/instance:Instance",
  "ovh:CloudProject/instance:Instance", "ovh:CloudProject/kubeNodePool:KubeNodePool", "ovh:Dedicated/server:Server", "ovh:Vps/vps:Vps", "ovh:index/cloudInstance:CloudInstance",
);
/** Whatever clients connect to first. */
export const ENTRANCES = types(
  "aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer", "aws:cloudfront/distribution:Distribution",
  "aws:apigatewayv2/api:Api", "aws:apigateway/restApi:RestApi", "aws:globalaccelerator/accelerator:Accelerator",
  "ovh:CloudProject/loadBalancer:LoadBalancer", "ovh:IpLoadBalancing/loadBalancer:LoadBalancer",
);
