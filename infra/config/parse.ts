import { isDurationProblem, parseDuration } from "../../policies/facts/duration";
import type { Location } from "../../policies/facts/geography";
import { NAMESPACE, OBJECT_DEFAULTS } from "./keys";
import type { AwsSiteConfig, BackupConfig, Cloud, Config, ConfigProblem, DatabaseConfig, OvhSiteConfig, ParsedConfig, Role, SiteConfig } from "./model";
import type { NamedPlace } from "./places";
import { apart, computeRegion, databaseRegion, ovhServices } from "./places";
import { shape } from "./shape";

interface RawSite {
  readonly provider: Cloud;
  readonly region: string;
  readonly servers: number;
  readonly serverSize: string;
  readonly databaseSize: string;
}

const HOUR = 3600;
const DAY = 24 * HOUR;
const TITLES: Readonly<Record<Role, string>> = { primary: "the primary", secondary: "the secondary" };

/**
 * Reads a stack's configuration: text by full key (`firebreak:primary`), objects as JSON, as the engine hands it over.
 * Every problem is found at once; nothing is thrown. Keys of other namespaces are not looked at.
 */
export function parseConfig(raw: Readonly<Record<string, string>> | ReadonlyMap<string, string>): ParsedConfig {
  const record: Readonly<Record<string, string>> = raw instanceof Map ? Object.fromEntries(raw) : (raw as Readonly<Record<string, string>>);
  const { values, problems: shapeProblems } = shape(record);
  const problems: ConfigProblem[] = [...shapeProblems];
  const minDistanceKm = { ...OBJECT_DEFAULTS.policy, ...object(values["policy"]) }.minDistanceKm as number;

  const primary = site("primary", values["primary"], "ovh", problems);
  const secondary = site("secondary", values["secondary"], "aws", problems);
  const backup = backupOf(values["backup"], values["awsAccountId"], problems);
  const database = databaseOf(values["database"], problems);
  problems.push(...distances(primary, secondary, backup, database, minDistanceKm));
  const objectSyncHours = hours("objectSyncInterval", values["objectSyncInterval"], problems);
  const ovh = primary === undefined ? undefined : ovhSite(primary, problems);

  if (problems.length > 0 || ovh === undefined || secondary === undefined || backup === undefined || database === undefined || objectSyncHours === undefined) {
    return { ok: false, problems };
  }
  const config: Config = {
    primary: ovh,
    secondary: { ...secondary, provider: "aws" } satisfies AwsSiteConfig,
    backup,
    database: database.config,
    active: values["active"] as Role,
    domain: values["domain"] as string,
    hostname: values["hostname"] as string,
    ovhProjectId: values["ovhProjectId"] as string,
    ovhSubsidiary: values["ovhSubsidiary"] as string,
    awsAccountId: values["awsAccountId"] as string,
    sshPublicKey: values["sshPublicKey"] as string,
    bucketPrefix: values["bucketPrefix"] as string,
    objectSyncHours,
    protect: values["protect"] as boolean,
    createDmsRoles: values["createDmsRoles"] as boolean,
    minDistanceKm,
  };
  return { ok: true, config };
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** The pairing that has replication today; others are refused in the place where they are asked for. */
function site(role: Role, value: unknown, supported: Cloud, problems: ConfigProblem[]): SiteConfig | undefined {
  if (value === undefined) return undefined;
  const raw = { ...OBJECT_DEFAULTS.site, ...object(value) } as unknown as RawSite;
  const key = `${NAMESPACE}:${role}`;
  const location = computeRegion(`${key}.region`, raw.provider, raw.region);
  if ("problem" in location) problems.push(location);
  if (raw.provider !== supported) {
    problems.push({
      key: `${key}.provider`,
      value: raw.provider,
      problem: "has no replication to the other site in this version",
      allowed: "primary on ovh with secondary on aws",
      fix: `set ${key}.provider to ${supported}`,
    });
  }
  if ("problem" in location || raw.provider !== supported) return undefined;
  return { ...raw, location };
}

function ovhSite(from: SiteConfig, problems: ConfigProblem[]): OvhSiteConfig | undefined {
  const services = ovhServices(`${NAMESPACE}:primary.region`, from.location);
  if ("problem" in services) {
    problems.push(services);
    return undefined;
  }
  return { ...from, ...services, provider: "ovh" };
}

function backupOf(value: unknown, account: unknown, problems: ConfigProblem[]): BackupConfig | undefined {
  if (value === undefined) return undefined;
  const raw = { ...OBJECT_DEFAULTS.backup, ...object(value) } as Readonly<Record<string, string>>;
  const location = computeRegion(`${NAMESPACE}:backup.region`, "aws", raw["region"] ?? "");
  if ("problem" in location) problems.push(location);
  // AWS Backup refuses a vault lock of less than a day; 100 years is its maximum (backup.VaultLockConfiguration).
  const retentionDays = days("backup.retention", raw["retention"], { least: 1, most: 36500 }, problems);
  const intervalHours = hours("backup.interval", raw["interval"], problems);
  const assumeRole = raw["assumeRole"];
  if (assumeRole !== undefined && typeof account === "string" && assumeRole.split(":")[4] !== account) {
    problems.push({
      key: `${NAMESPACE}:backup.assumeRole`,
      value: assumeRole,
      problem: "is a role of another account: AWS copies multi-region keys, secrets and automated backups within one account only",
      allowed: `a role of account ${account} (firebreak:awsAccountId)`,
      fix: `use a role of account ${account}, or leave assumeRole out`,
    });
  }
  if ("problem" in location || retentionDays === undefined || intervalHours === undefined) return undefined;
  return { provider: "aws", region: location.code, location, retentionDays, intervalHours, assumeRole };
}

function databaseOf(value: unknown, problems: ConfigProblem[]): { readonly config: DatabaseConfig; readonly backup: Location } | undefined {
  if (value === undefined) return undefined;
  const raw = { ...OBJECT_DEFAULTS.database, ...object(value) };
  const backup = databaseRegion(`${NAMESPACE}:database.backupRegion`, raw.backupRegion);
  if ("problem" in backup) problems.push(backup);
  // RDS keeps automated backups for 1 to 35 days (rds.Instance.backupRetentionPeriod; 0 turns them off).
  const retentionDays = days("database.retention", raw.retention, { least: 1, most: 35 }, problems);
  if ("problem" in backup || retentionDays === undefined) return undefined;
  return { config: { version: raw.version, name: raw.name, storageGb: raw.storageGb, retentionDays, backupRegion: backup.code }, backup };
}

function distances(
  primary: SiteConfig | undefined,
  secondary: SiteConfig | undefined,
  backup: BackupConfig | undefined,
  database: { readonly backup: Location } | undefined,
  minDistanceKm: number,
): readonly ConfigProblem[] {
  const place = (role: Role, from: SiteConfig | undefined): NamedPlace | undefined =>
    from === undefined ? undefined : { key: `${NAMESPACE}:${role}.region`, title: TITLES[role], provider: from.provider, location: from.location };
  const one = place("primary", primary);
  const two = place("secondary", secondary);
  const third: NamedPlace | undefined =
    backup === undefined ? undefined : { key: `${NAMESPACE}:backup.region`, title: "the third place", provider: "aws", location: backup.location };
  const fourth: NamedPlace | undefined =
    database === undefined
      ? undefined
      : { key: `${NAMESPACE}:database.backupRegion`, title: "the primary's database backups", provider: "ovh", location: database.backup };
  const pairs: readonly (readonly [NamedPlace | undefined, NamedPlace | undefined])[] = [[one, two], [one, third], [two, third], [one, fourth]];
  return pairs.flatMap(([a, b]) => (a === undefined || b === undefined ? [] : apart(a, b, minDistanceKm)));
}

function days(name: string, text: unknown, range: { readonly least: number; readonly most: number }, problems: ConfigProblem[]): number | undefined {
  const allowed = `whole days from ${range.least}d to ${range.most}d`;
  const seconds = durationOf(name, text, allowed, problems);
  if (seconds === undefined) return undefined;
  if (seconds % DAY === 0 && seconds >= range.least * DAY && seconds <= range.most * DAY) return seconds / DAY;
  problems.push({ key: `${NAMESPACE}:${name}`, value: String(text), problem: "is out of range", allowed, fix: `set ${NAMESPACE}:${name} to ${allowed}` });
  return undefined;
}

/** Both AWS schedulers that use this start at most hourly; only divisors of a day repeat evenly in a cron expression. */
function hours(name: string, text: unknown, problems: ConfigProblem[]): number | undefined {
  if (text === undefined) return undefined;
  const allowed = "1h, 2h, 3h, 4h, 6h, 8h, 12h or 24h";
  const seconds = durationOf(name, text, allowed, problems);
  if (seconds === undefined) return undefined;
  if (seconds >= HOUR && seconds <= DAY && seconds % HOUR === 0 && DAY % seconds === 0) return seconds / HOUR;
  problems.push({ key: `${NAMESPACE}:${name}`, value: String(text), problem: "is out of range", allowed, fix: `set ${NAMESPACE}:${name} to ${allowed}` });
  return undefined;
}

function durationOf(name: string, text: unknown, allowed: string, problems: ConfigProblem[]): number | undefined {
  const seconds = parseDuration(text);
  if (!isDurationProblem(seconds)) return seconds;
  problems.push({ key: `${NAMESPACE}:${name}`, value: String(text), problem: "is not a duration with its unit", allowed, fix: `set ${NAMESPACE}:${name} to ${allowed}` });
  return undefined;
}
