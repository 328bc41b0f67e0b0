import type { Reference, TypeSpec } from "../model";
import { condition, matches, notTogether, oneOf, within, cloud } from "../rule";
import { locations } from "../../policies/facts/geography";
import { text, valuesAt } from "../value";
import { arn, keyReference, TERRAFORM } from "./common";

const SECRETS = `${TERRAFORM}secretsmanager/`;
const SECRET = "aws:secretsmanager/secret:Secret";
const TOPIC = "aws:sns/topic:Topic";
const RETENTION_DAYS = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const topic = (path: string): Reference => ({ path, to: [TOPIC], by: "arn", anyRegion: true, missing: (value) => `NotFound: Topic does not exist (${value})`, source: "SNS API: NotFound" });

/** Secrets, registries, alarms, logs and messages. */
export const OTHER_TYPES: readonly TypeSpec[] = [
  {
    type: SECRET,
    service: "secretsmanager",
    named: { property: "name", max: 512 },
    replaces: ["name", "namePrefix", "region"],
    rules: [
      matches("name", /^[\w/+=.@-]{1,512}$/, "1 to 512 letters, digits and /_+=.@-", `${SECRETS}validate.go`),
      notTogether(["name", "namePrefix"], `${SECRETS}secret.go`),
      condition("recoveryWindowInDays", `${SECRETS}secret.go (0, or 7 to 30 days)`, ({ recoveryWindowInDays: days }) => (typeof days !== "number" || days === 0 || (days >= 7 && days <= 30) ? undefined : `expected recoveryWindowInDays to be 0 or in the range (7 - 30), got ${String(days)}`)),
      cloud("replicas", "Secrets Manager API: ReplicateSecretToRegions", (inputs, { region }) => {
        for (const value of valuesAt(inputs, "replicas[].region")) {
          if (value === region) return `InvalidParameterException: Invalid replica region ${String(value)}: it is the secret's own`;
          if (locations("aws").every((location) => location.code !== value)) return `InvalidParameterException: ${String(value)} is not a valid region`;
        }
        return undefined;
      }),
    ],
    references: [keyReference("kmsKeyId"), keyReference("replicas[].kmsKeyId")],
    id: (making) => arn(making, "secretsmanager", `secret:${making.name}-${making.hex(6)}`),
    outputs: ({ id, inputs, createdAt }) => ({ arn: id, replicas: (Array.isArray(inputs.replicas) ? inputs.replicas : []).map((replica) => ({ ...(typeof replica === "object" && replica !== null ? replica : {}), status: "InSync", statusMessage: "Replication succeeded", lastAccessedDate: createdAt })) }),
    source: `${SECRETS}secret.go`,
  },
  {
    type: "aws:secretsmanager/secretVersion:SecretVersion",
    service: "secretsmanager",
    replaces: ["region", "secretBinary", "secretId", "secretString", "secretStringWoVersion"],
    rules: [
      notTogether(["secretBinary", "secretString", "secretStringWo"], `${SECRETS}secret_version.go`),
      condition("secretString", "Secrets Manager quotas: 65,536 bytes", ({ secretString }) => ((text(secretString) ?? "").length > 65536 ? "secretString is longer than 65536 bytes" : undefined)),
    ],
    references: [{ path: "secretId", to: [SECRET], by: ["id", "arn", "name"], missing: () => "ResourceNotFoundException: Secrets Manager can't find the specified secret.", source: "Secrets Manager API" }],
    id: ({ inputs, hex }) => `${String(inputs.secretId)}|${hex(8)}-${hex(4, "b")}-4${hex(3, "c")}-a${hex(3, "d")}-${hex(12, "e")}`,
    outputs: ({ inputs, id }) => ({ arn: String(inputs.secretId), secretArn: String(inputs.secretId), versionId: id.split("|").at(-1) ?? "", versionStages: inputs.versionStages ?? ["AWSCURRENT"] }),
    source: `${SECRETS}secret_version.go`,
  },
  {
    type: "aws:ssm/parameter:Parameter",
    service: "ssm",
    named: { property: "name", max: 2048 },
    replaces: ["name", "region"],
    rules: [oneOf("type", ["SecureString", "String", "StringList"], `${TERRAFORM}ssm/parameter.go`), oneOf("tier", ["Advanced", "Intelligent-Tiering", "Standard"], `${TERRAFORM}ssm/parameter.go`), matches("name", /^(?!\/?(aws|ssm))[\w./-]{1,2048}$/i, "letters, digits and ._-/, not beginning with aws or ssm", "SSM API PutParameter")],
    references: [keyReference("keyId")],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: arn(making, "ssm", `parameter${making.name.startsWith("/") ? "" : "/"}${making.name}`), version: 1 }),
    defaults: { dataType: "text" },
    exists: (id) => `ParameterAlreadyExists: The parameter already exists. (${id})`,
    source: `${TERRAFORM}ssm/parameter.go`,
  },
  {
    type: "aws:ecr/repository:Repository",
    service: "ecr",
    named: { property: "name", max: 256, lower: true },
    replaces: ["encryptionConfigurations", "name", "region"],
    rules: [matches("name", /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/, "lower-case letters, digits, slashes, and single ._-", "ECR API CreateRepository"), oneOf("imageTagMutability", ["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE", "MUTABLE_WITH_EXCLUSION"], `${TERRAFORM}ecr/repository.go`)],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: arn(making, "ecr", `repository/${making.id}`), registryId: making.account, repositoryUrl: `${making.account}.dkr.ecr.${making.region}.amazonaws.com/${making.id}` }),
    exists: (id) => `RepositoryAlreadyExistsException: The repository with name '${id}' already exists in the registry`,
    source: `${TERRAFORM}ecr/repository.go`,
  },
  {
    type: "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    service: "ecr",
    replaces: ["region"],
    id: ({ account }) => account,
    outputs: ({ account }) => ({ registryId: account }),
    exists: () => "the registry has a replication configuration: import it",
    source: `${TERRAFORM}ecr/replication_configuration.go`,
  },
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    service: "logs",
    named: { property: "name", max: 512 },
    replaces: ["logGroupClass", "name", "namePrefix", "region"],
    rules: [oneOf("retentionInDays", RETENTION_DAYS, `${TERRAFORM}logs/group.go`), matches("name", /^[\w./#-]{1,512}$/, "1 to 512 letters, digits and ._-/#", `${TERRAFORM}logs/validate.go`)],
    references: [keyReference("kmsKeyId")],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: arn(making, "logs", `log-group:${making.id}`) }),
    defaults: { logGroupClass: "STANDARD" },
    exists: (id) => `ResourceAlreadyExistsException: The specified log group already exists (${id})`,
    source: `${TERRAFORM}logs/group.go`,
  },
  {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    service: "monitoring",
    named: { property: "name", max: 255 },
    replaces: ["name", "region"],
    rules: [
      oneOf("comparisonOperator", ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "GreaterThanUpperThreshold", "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "LessThanOrEqualToThreshold", "LessThanThreshold"], `${TERRAFORM}cloudwatch/metric_alarm.go`),
      within("evaluationPeriods", 1, 10080, `${TERRAFORM}cloudwatch/metric_alarm.go`),
      oneOf("treatMissingData", ["breaching", "ignore", "missing", "notBreaching"], `${TERRAFORM}cloudwatch/metric_alarm.go`),
      oneOf("statistic", ["Average", "Maximum", "Minimum", "SampleCount", "Sum"], `${TERRAFORM}cloudwatch/metric_alarm.go`),
    ],
    references: [topic("alarmActions[]"), topic("okActions[]")],
    id: ({ name }) => name,
    outputs: (making) => ({ arn: arn(making, "cloudwatch", `alarm:${making.id}`) }),
    source: `${TERRAFORM}cloudwatch/metric_alarm.go`,
  },
  {
    type: TOPIC,
    service: "sns",
    named: { property: "name", max: 256 },
    replaces: ["fifoTopic", "name", "namePrefix", "region"],
    rules: [matches("name", /^[\w-]{1,256}(\.fifo)?$/, "1 to 256 letters, digits, hyphens and underscores", `${TERRAFORM}sns/topic.go`)],
    references: [keyReference("kmsMasterKeyId")],
    id: (making) => arn(making, "sns", making.name),
    outputs: ({ id, account }) => ({ arn: id, owner: account }),
    source: `${TERRAFORM}sns/topic.go`,
  },
  {
    type: "aws:sns/topicSubscription:TopicSubscription",
    service: "sns",
    replaces: ["endpoint", "protocol", "region", "topic"],
    rules: [oneOf("protocol", ["application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"], `${TERRAFORM}sns/topic_subscription.go`)],
    references: [topic("topic")],
    id: ({ inputs, hex }) => `${String(inputs.topic)}:${hex(8)}-${hex(4, "b")}-4${hex(3, "c")}-a${hex(3, "d")}-${hex(12, "e")}`,
    outputs: ({ id, account }) => ({ arn: id, ownerId: account }),
    source: `${TERRAFORM}sns/topic_subscription.go`,
  },
];
