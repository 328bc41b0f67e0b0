import type { Copy } from "../analysis/model";
import { offSite } from "../analysis/offsite";
import { formatDuration } from "../facts/duration";
import { isUnknown, at } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "point-in-time-recovery";

/**
 * Mechanisms that restore to any second, off-site where the service can. RDS: InstanceAutomatedBackupsReplication. OVHcloud: backups of
 * PostgreSQL and MySQL in a second region. Sources: Amazon RDS user guide, "Replicating automated backups"; OVHcloud, "Automated backups".
 */
const OFF_SITE: Readonly<Record<string, { readonly mechanism: string; readonly fix: string; readonly engines?: readonly string[] }>> = {
  "aws:rds/instance:Instance": { mechanism: "aws-rds-automated-backups-replication", fix: "add an aws.rds.InstanceAutomatedBackupsReplication at another place" },
  "ovh:CloudProject/database:Database": { mechanism: "ovh-db-postgresql-mysql-pitr", fix: "name a second region in backupRegions", engines: ["postgresql", "mysql"] },
};
/** Services that restore to any second within their region only: the input that turns it on. */
const IN_REGION: Readonly<Record<string, string>> = { "aws:dynamodb/table:Table": "pointInTimeRecovery.enabled" };

function isReal(copy: Copy): boolean {
  return copy.links.every((link) => link.state === "on");
}

/** Corruption is found hours later: what is wanted then is the second before it. */
export const pointInTimeRecovery: Rule = {
  name,
  description: "Databases should be recoverable to a point in time, off-site where the service can.",
  remediation: "Turn point-in-time recovery on, and send its backups to another place.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => {
    const { assessment, graph, settings } = context;
    const away = assessment.resources.flatMap((resource): readonly Violation[] => {
      const node = graph.byUrn.get(resource.urn);
      const wanted = OFF_SITE[resource.type];
      if (wanted === undefined || node === undefined || !isManaged(node) || node.inputs["replicateSourceDb"] !== undefined) return [];
      const engine = node.inputs["engine"];
      if (wanted.engines !== undefined && typeof engine === "string" && !wanted.engines.includes(engine.toLowerCase())) return [];
      const own = resource.copies.filter((copy) => copy.mechanism === wanted.mechanism);
      const sound = own.filter((copy) => isReal(copy) && offSite(resource.place, copy.place, settings.minDistanceKm).verdict === "yes");
      // Where the provider's plan decides how long they are kept, the graph cannot tell and nothing is asked.
      const short = sound.filter((copy) => copy.retention !== undefined && copy.retention < settings.timeToNotice);
      if (sound.length > short.length) return [];
      if (short.length > 0) {
        const kept = formatDuration(Math.max(...short.map((copy) => copy.retention ?? 0)));
        return [violation(name, node, "rejected", `its off-site backups reach back ${kept}, and a mistake may go unnoticed for ${formatDuration(settings.timeToNotice)}`, `Keep the off-site backups of ${called(node)} for at least ${formatDuration(settings.timeToNotice)} (retentionPeriod).`)];
      }
      const pending = own.some((copy) => copy.links.every((link) => link.state !== "off") && (!isReal(copy) || offSite(resource.place, copy.place, settings.minDistanceKm).verdict === "unknown"));
      const off = own.flatMap((copy) => copy.links.filter((link) => link.state !== "on").map((link) => `${link.name}: ${link.detail}`));
      const detail = off.length > 0 ? ` (${[...new Set(off)].join("; ")})` : own.length > 0 ? " (its backups are too near)" : "";
      return [violation(name, node, pending ? "unknown" : "rejected", `no backups that reach any point in time are kept off-site${detail}`, `For ${called(node)}, ${wanted.fix}.`)];
    });
    const here = Object.entries(IN_REGION).flatMap(([type, input]) =>
      viewOf(context)
        .ofTypes([type])
        .filter(isManaged)
        .flatMap((node): readonly Violation[] => {
          const value = at(node.inputs, input.split("."));
          if (value === true) return [];
          const fix = `Set ${input} of ${called(node)} to true.`;
          return isUnknown(value) ? [violation(name, node, "unknown", `${input} is not known at preview; allowed: true`, fix)] : [violation(name, node, "rejected", `${input} is ${value === false ? "false" : "not set"}, allowed is true`, fix)];
        }),
    );
    return [...away, ...here];
  },
};
