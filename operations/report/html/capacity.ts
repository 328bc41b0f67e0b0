import { SERVERS } from "../../../policies/analysis/types";
import type { Report, ReportOutcome, ReportResource } from "../model";
import { kindOf, ordered, rankOf, titleOf } from "../words";
import { dataTable, html, type Html, type Part } from "./markup";
import { sentence } from "./recovery";

/** Types that are one server each; any other type that runs a service is a group whose size is not part of a report. */
const SINGLE = /:(Instance|CloudInstance|SpotInstanceRequest|Server|Vps)$/;

/** What one disaster leaves of the servers. */
export interface Left {
  readonly outcome: ReportOutcome;
  readonly left: number;
  /** How many of those that serve now are left. */
  readonly serving: number;
  readonly where: readonly string[];
  /** What is left for each server that serves now; `undefined` where it cannot be known. */
  readonly share: number | undefined;
}

/** Servers of the graph and what disasters leave of them. */
export interface Capacity {
  readonly servers: readonly ReportResource[];
  /** Groups whose size is not known. */
  readonly groups: readonly ReportResource[];
  /** Servers at the site that serves now; all, where no site is declared as active. */
  readonly serving: number;
  readonly disasters: readonly Left[];
}

/** Counts servers in the graph, by disaster. Only disasters that take a server are listed. */
export function capacityOf(report: Report): Capacity {
  const all = report.resources.filter((resource) => SERVERS.has(resource.type));
  const servers = all.filter((resource) => SINGLE.test(resource.type));
  const groups = all.filter((resource) => !SINGLE.test(resource.type));
  const active = new Set<string>(report.sites.filter((site) => site.active).map((site) => site.role));
  const serves = (resource: ReportResource) => active.size === 0 || active.has(resource.site);
  const serving = servers.filter(serves).length;
  const urns = new Set(all.map((resource) => resource.urn));
  const taken = new Map<string, Set<string>>();
  for (const cell of report.matrix) {
    if (!cell.hit || !urns.has(cell.urn)) continue;
    const there = taken.get(cell.disaster);
    if (there === undefined) taken.set(cell.disaster, new Set([cell.urn]));
    else there.add(cell.urn);
  }
  const disasters = ordered(report.outcomes).flatMap((outcome): readonly Left[] => {
    const gone = taken.get(outcome.disaster.id);
    if (gone === undefined || outcome.disaster.kind === "operator-error") return [];
    const left = servers.filter((resource) => !gone.has(resource.urn));
    const where = [...new Set(left.map((resource) => resource.site))].sort((a, b) => rankOf(a) - rankOf(b));
    return [{ outcome, left: left.length, serving: left.filter(serves).length, where, share: groups.length > 0 || serving === 0 ? undefined : left.length / serving }];
  });
  return { servers, groups, serving, disasters };
}

/** The section on degraded capacity. */
export function capacitySection(report: Report): Html {
  const { servers, groups, serving, disasters } = capacityOf(report);
  if (servers.length + groups.length === 0) return html`<p class="note">The graph holds no servers, so that nothing can be said of capacity.</p>`;
  const bySite = [...new Set([...servers, ...groups].map((resource) => resource.site))].sort((a, b) => rankOf(a) - rankOf(b)).map((site): readonly Part[] => {
    const of = [...servers, ...groups].filter((resource) => resource.site === site);
    const declared = report.sites.find((one) => one.role === site);
    const singles = of.filter((resource) => SINGLE.test(resource.type)).length;
    const unknown = of.length - singles;
    return [titleOf(site), `${singles}${unknown > 0 ? ` + ${unknown} group${unknown === 1 ? "" : "s"} of unknown size` : ""}`, [...new Set(of.map((resource) => kindOf(resource.type)))].join(", "), declared === undefined ? "not declared" : declared.active ? "serves now" : declared.role === "backup" ? "backups" : "standby"];
  });
  const rows = disasters.map(({ outcome, left, where, share }): readonly Part[] => [
    sentence(outcome.disaster.title),
    `${left} of ${servers.length}`,
    where.length === 0 ? "nowhere" : where.map(titleOf).join(", "),
    share === undefined ? html`<span class="unsure">not known</span>` : html`<span class="${share < 1 ? "bad" : "achieved"}">${Math.round(share * 100)} %</span>`,
  ]);
  const caption = `Servers that a disaster leaves; 100 % is the number that serves now (${serving})`;
  return html`${dataTable("Servers in the graph, by place", ["Place", "Servers", "Kinds", "Role"], bySite)}
${rows.length === 0 ? html`<p class="note">No disaster takes a server.</p>` : dataTable(caption, ["If", "Left", "Where", "Share of what serves now"], rows)}
<p class="note">Servers are counted, not weighed: whether two are of the same size is not part of this report.${groups.length > 0 && ` The size of ${groups.length} group${groups.length === 1 ? "" : "s"} (${[...new Set(groups.map((group) => kindOf(group.type)))].join(", ")}) is not known here, so that shares are not known either.`} Capacity that is neither running nor reserved is not counted: on the day, everybody orders at once.</p>`;
}
