export { KEYS, NAMESPACE, OBJECT_DEFAULTS } from "./keys";
export type { ConfigKey } from "./keys";
export type { AwsSiteConfig, BackupConfig, Cloud, Config, ConfigProblem, DatabaseConfig, OvhSiteConfig, ParsedConfig, Role, SiteConfig } from "./model";
export { parseConfig } from "./parse";
export { formatProblems } from "./format";
