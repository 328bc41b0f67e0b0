import { S3_BUCKETS } from "../analysis/types";
import { isList } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, safeguardViolations, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "customer-held-key";
const SSE = ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2"];

/** A key that the owner holds can be kept at a second place, and opens a copy wherever it is. Types that take no key are not asked. */
export const customerHeldKey: Rule = {
  name,
  description: "Data and secrets should be encrypted with a key that their owner holds.",
  remediation: "Name a key of yours that also exists where the copies are.",
  severity: "medium",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const configured = view.companions(SSE, "bucket", S3_BUCKETS);
    const buckets = view.ofTypes(S3_BUCKETS).filter((bucket) => isManaged(bucket) && !(configured.get(bucket.urn) ?? []).some((one) => !isList(one.inputs["rules"]) || one.inputs["rules"].length > 0) && bucket.inputs["serverSideEncryptionConfiguration"] === undefined);
    return [
      ...safeguardViolations(name, context),
      ...buckets.map(
        (bucket): Violation =>
          violation(name, bucket, "rejected", "no encryption configuration belongs to it, so that Amazon S3 encrypts it with keys of its own", `Add an aws.s3.BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms and your key to ${called(bucket)}.`),
      ),
    ];
  },
};
