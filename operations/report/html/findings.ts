import type { Report, ReportViolation } from "../model";
import { mandatoryFirst, nameOf, statedFigures, TITLES } from "../words";
import { dataTable, html, type Html, type Part } from "./markup";

/** More violations than this are counted, not listed, so that the page stays usable. */
export const MOST_VIOLATIONS = 500;

/** What breaks a rule, what stops an update first. */
export function violationsSection(report: Report): Html {
  const all = mandatoryFirst(report);
  if (all.length === 0) return html`<p class="fine">No rule is broken${report.exceptions.length > 0 && ", other than by the exceptions below"}.</p>`;
  const left = all.length - MOST_VIOLATIONS;
  return html`${all.slice(0, MOST_VIOLATIONS).map(violation)}${left > 0 && html`<p class="note">${left.toLocaleString("en")} more violations are left out here (limit ${MOST_VIOLATIONS}); all are in the JSON report (--format json).</p>`}`;
}

function violation(one: ReportViolation): Html {
  const mandatory = one.enforcement === "mandatory";
  return html`<article class="violation ${mandatory ? "mandatory" : "advisory"}"><h3><span class="badge ${mandatory ? "lost" : "slow"}"><span aria-hidden="true">${mandatory ? "\u2715" : "!"}</span> ${mandatory ? "rejected" : "advisory"}</span> ${one.name} <small>${one.type}, ${one.severity}</small></h3>
<dl><dt>What is wrong</dt><dd>${one.verdict === "unknown" && html`<strong>Not known: </strong>`}${one.reason}</dd><dt>Fix</dt><dd>${one.fix}</dd><dt>Rule</dt><dd>${one.rule} <span class="reason">(${one.docs})</span></dd></dl></article>
`;
}

/** Stated guesses, by whom they are stated, and for what they were used. */
export function assumptionsSection(report: Report): Html {
  if (report.assumptions.length === 0) return html`<p class="fine">No figure in this report rests on an assumption.</p>`;
  const rows = report.assumptions.map((used): readonly Part[] => [html`<code>${used.mechanism}</code>`, statedFigures(used), used.reason, used.usedFor.length > 6 ? `${used.usedFor.length} resources` : used.usedFor.map(nameOf).join(", ")]);
  return dataTable("Stated in the configuration, because no documented figure exists", ["Mechanism", "Figures", "Reason", "Used for"], rows);
}

/** Waivers in force. */
export function exceptionsSection(report: Report): Html {
  if (report.exceptions.length === 0) return html`<p class="fine">Nothing is waived.</p>`;
  const rows = report.exceptions.map((one): readonly Part[] => [one.name, one.rule, one.waives, one.reason, one.owner, one.expires]);
  return dataTable("Violations that the configuration waives", ["Resource", "Rule", "What is waived", "Reason", "Owner", "Until"], rows);
}

/** The declared places as a table: what the map shows, in words. */
export function sitesTable(report: Report): Html {
  if (report.sites.length === 0) return html`<p class="note">This report knows of no declared sites: places are those of the resources.</p>`;
  const others = report.sites.map((site) => site.role);
  const rows = report.sites.map((site): readonly Part[] => [
    TITLES[site.role],
    `${site.provider} ${site.region}`,
    site.campus === undefined || site.campus === site.region || site.campus === site.city ? site.city : `${site.city}, ${site.campus}`,
    site.active ? "serves now" : site.role === "backup" ? "backups" : "standby",
    ...others.map((role) => (role === site.role ? "\u2013" : site.distancesKm[role] === undefined ? "not known" : `${site.distancesKm[role]} km`)),
  ]);
  return dataTable("Declared places", ["Place", "Region", "City, campus", "Role now", ...others.map((role) => `To ${TITLES[role]}`)], rows, new Set(others.map((_, index) => 4 + index)));
}
