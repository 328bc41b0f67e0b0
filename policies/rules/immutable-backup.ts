import { BUCKETS, DATABASES, VAULTS } from "../analysis/types";
import type { AssessedResource, Copy } from "../analysis/model";
import { compare, meets } from "../analysis/figures";
import type { GraphNode } from "../graph/model";
import { isUnknown } from "../graph/value";
import type { Settings } from "../settings/model";
import { complianceLock } from "../analysis/mechanisms/buckets";
import { vaultLock } from "../analysis/mechanisms/backup";
import { formatDuration } from "../facts/duration";
import type { Rule, RuleContext, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called, figured, listed } from "./support/words";

const name = "immutable-backup";
const DAY = 86_400;
const LOCKS = ["aws:backup/vaultLockConfiguration:VaultLockConfiguration"];
/** Types that can have recovery points under a lock: object lock of S3 and OVHcloud, AWS Backup (backup-feature-availability in its guide). */
const LOCKABLE = new Set([...BUCKETS, ...DATABASES, "aws:dynamodb/table:Table", "aws:efs/fileSystem:FileSystem", "aws:ebs/volume:Volume", "aws:redshift/cluster:Cluster"]);

function whyNot(copies: readonly Copy[], notice: number): string {
  const points = copies.filter((copy) => copy.kind === "recovery-points");
  if (points.length === 0) return "it has no recovery points";
  const locked = points.filter((copy) => copy.immutable);
  if (locked.length === 0) return `none of its recovery points is immutable (${listed([...new Set(points.map((copy) => copy.mechanism))], 3)})`;
  const links = locked.flatMap((copy) => copy.links.filter((link) => link.state !== "on"));
  if (links.length > 0) return `its immutable recovery points do not count: ${listed([...new Set(links.map((link) => `${link.name} is ${link.state === "off" ? "off" : "not known"} (${link.detail})`))], 3, "; ")}`;
  const longest = Math.max(...locked.map((copy) => copy.retention ?? 0));
  return `its immutable recovery points reach back ${formatDuration(longest)}, and a deletion may go unnoticed for ${formatDuration(notice)}`;
}

function checkResource(resource: AssessedResource, context: RuleContext): readonly Violation[] {
  const node = context.graph.byUrn.get(resource.urn);
  if (node === undefined || !isManaged(node) || !LOCKABLE.has(resource.type)) return [];
  const view = viewOf(context);
  // A bucket under lock is the immutable copy, and so is its own protection.
  if (BUCKETS.has(resource.type) && complianceLock(view, node) !== undefined) return [];
  const notice = context.settings.timeToNotice;
  const real = (copy: Copy) => copy.immutable && copy.kind === "recovery-points" && copy.links.every((link) => link.state === "on");
  const sound = resource.copies.filter((copy) => real(copy) && copy.retention !== undefined && copy.retention >= notice);
  if (sound.length > 0) return tooLate(node, sound, context.settings);
  const open = resource.copies.filter((copy) => copy.kind === "recovery-points" && copy.immutable && copy.links.every((link) => link.state !== "off"));
  const pending = open.some((copy) => copy.retention === undefined || copy.links.some((link) => link.state === "unknown"));
  const fix = `Copy ${called(resource)} into a vault locked in compliance mode (changeableForDays set), or a bucket under object lock in COMPLIANCE mode, kept for at least ${formatDuration(notice)}.`;
  return [violation(name, node, pending ? "unknown" : "rejected", whyNot(resource.copies, notice), fix)];
}

/** After a takeover the immutable recovery points are what is left: they must be as fresh as that objective asks. */
function tooLate(node: GraphNode, sound: readonly Copy[], settings: Settings): readonly Violation[] {
  const objective = (settings.objectives["account"] ?? settings.objectives["default"])?.rpo;
  if (objective === undefined || sound.some((copy) => meets(copy.lag, objective))) return [];
  const best = sound.map((copy) => copy.lag).sort(compare)[0];
  if (best === undefined) return [];
  const fix = `Back ${called(node)} up more often, or start its backups within a shorter window (startWindow).`;
  return [violation(name, node, best.known ? "rejected" : "unknown", `its immutable recovery points are as old as ${figured(best)}, and after a takeover of the account at most ${formatDuration(objective)} may be lost`, fix)];
}

/** A lock that lets new recovery points be short-lived protects the old ones only. */
function checkLock(vaultUrn: string, context: RuleContext): readonly Violation[] {
  const view = viewOf(context);
  const vault = context.graph.byUrn.get(vaultUrn);
  if (vault === undefined || vaultLock(view, vault) === undefined) return [];
  return (view.companions(LOCKS, "backupVaultName", VAULTS).get(vaultUrn) ?? []).flatMap((lock): readonly Violation[] => {
    const days = lock.inputs["minRetentionDays"];
    const least = Math.ceil(context.settings.timeToNotice / DAY);
    const fix = `Set minRetentionDays of ${called(lock)} to at least ${least}.`;
    if (isUnknown(days)) return [violation(name, lock, "unknown", `minRetentionDays is not known at preview; allowed: at least ${least}`, fix)];
    if (typeof days === "number" && days >= least) return [];
    return [violation(name, lock, "rejected", `minRetentionDays is ${typeof days === "number" ? String(days) : "not set"}, allowed is at least ${least}: whoever takes over the account can let new recovery points end at once`, fix)];
  });
}

/** Ransomware and intruders delete the backups first. Only what nobody can delete is left. */
export const immutableBackup: Rule = {
  name,
  description: "Data should have recovery points that nobody can delete before a deletion is noticed.",
  remediation: "Keep recovery points under a lock in compliance mode for at least timeToNotice.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => [
    ...context.assessment.resources.filter((resource) => resource.holds === "data" && resource.partOf === undefined).flatMap((resource) => checkResource(resource, context)),
    ...viewOf(context).ofTypes(VAULTS).flatMap((vault) => checkLock(vault.urn, context)),
  ],
};
