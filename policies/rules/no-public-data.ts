import { S3_BUCKETS } from "../analysis/types";
import type { Rule } from "./model";
import { isManaged, safeguardViolations, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "no-public-data";
const BLOCKS = ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"];
const ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

/** What holds data should not be reachable by everybody: an intruder who can reach it needs one mistake more to delete it. */
export const noPublicData: Rule = {
  name,
  description: "What holds data should not be reachable by everybody.",
  remediation: "Close the public access that is named; publish files through a content delivery network instead.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => {
    const view = viewOf(context);
    const blocked = view.companions(BLOCKS, "bucket", S3_BUCKETS);
    const accounts = new Set(view.ofTypes([ACCOUNT_BLOCK]).map((one) => view.place(one).account));
    const open = view.ofTypes(S3_BUCKETS).filter((bucket) => isManaged(bucket) && !blocked.has(bucket.urn) && !accounts.has(view.place(bucket).account));
    return [
      ...safeguardViolations(name, context),
      ...open.map((bucket) => violation(name, bucket, "rejected", "no public access block belongs to it or to its account", `Add an aws.s3.BucketPublicAccessBlock with all four settings true to ${called(bucket)}.`)),
    ];
  },
};
