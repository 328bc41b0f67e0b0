/**
 * Mechanisms of the catalog that a graph can show and that no detector looks for yet, with the reason. They never count: a
 * resource that has nothing else is lost or unknown, never kept. A test holds this list complete.
 */
export const UNDETECTED: Readonly<Record<string, string>> = {
  "security-hub-aggregation": "findings are copied, but the settings of the account are not: what is missing afterwards cannot be told from the graph",
  "security-lake-replication": "the lake writes into buckets that it names itself, so that their place and protection are in no resource",
  "incident-manager-replication-set": "the set names regions, not what is in it: contacts and plans belong to it only by the account",
  "cloudhsm-backup-copy": "the copy of the backup is made through the API; only a cluster made from it would show, after the fact",
  "directory-multi-region": "holds for the Enterprise edition only, and the graph does not show whether the added region is in sync",
  "identity-center-region": "the identity source, which decides whether users can sign in there, is outside the graph",
  "ses-global-endpoint": "the identity must be verified in the second region as well, which no input ties to the endpoint",
  "okms-regional-backup": "only OVHcloud can bring a domain back, in a time that it does not state: a second domain is needed",
};
