import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../model";
import { HOW, realCommand, verdictLine } from "../words";
import { capacitySection } from "./capacity";
import { assumptionsSection, exceptionsSection, sitesTable, violationsSection } from "./findings";
import { mapOf } from "./map";
import { html, jsonIn, verbatim, type Html, type Section } from "./markup";
import { matrixSection } from "./matrix";
import { matrixOf } from "./matrix-model";
import { linesOf, placesOf } from "./places";
import { Bars, outcomesTable, timelines } from "./recovery";
import { sourcesSection } from "./sources";

/** What the report itself does not know. */
export interface PageContext {
  /** When it was made. */
  readonly at: Date;
}

const read = (name: string): string => readFileSync(join(__dirname, name), "utf8");

/**
 * The report as one HTML page that needs nothing else: style, script, map and evidence are in it, and its content security policy forbids
 * any request. Style and script are allowed by their hash, so that markup that slipped in could not run either.
 */
export function htmlReport(report: Report, { at }: PageContext): string {
  const bars = new Bars();
  const { body, evidence } = matrixSection(report, matrixOf(report));
  const places = placesOf(report);
  const findings: Section = { id: "violations", title: "Violations", body: violationsSection(report) };
  const broken = report.violations.length > 0;
  const sections: readonly Section[] = [
    ...(broken ? [findings] : []),
    { id: "disasters", title: "What each disaster takes", body: outcomesTable(report) },
    { id: "sites", title: "Sites", body: html`${mapOf(places, linesOf(places))}${sitesTable(report)}` },
    { id: "matrix", title: "Resource by resource", body },
    { id: "recovery", title: "Recovery, step by step", body: timelines(report, bars) },
    { id: "capacity", title: "Degraded capacity", body: capacitySection(report) },
    ...(broken ? [] : [findings]),
    { id: "assumptions", title: "Assumptions", body: assumptionsSection(report) },
    { id: "exceptions", title: "Exceptions", body: exceptionsSection(report) },
    { id: "sources", title: "Sources", body: sourcesSection(report) },
    { id: "about", title: "About this report", body: about(report, at) },
  ];
  const style = `${read("style.css")}\n${bars.css()}`;
  const script = read("client.js");
  const policy = `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${report.project} ${report.stack}: ${report.verdict}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${header(report, at)}
<nav aria-label="Contents"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main">
${sections.map(({ id, title, body: part }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${part}</section>
`)}</main>
<aside id="panel" aria-labelledby="panel-title" tabindex="-1" hidden><div class="panel-head"><h2 id="panel-title">Evidence</h2><button type="button" id="panel-close" aria-label="Close">\u2715</button></div><div id="panel-body"></div></aside>
<script type="application/json" id="evidence">${jsonIn(evidence)}</script>
<script>${verbatim(script)}</script>
</body>
</html>
`.text;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

const SYMBOLS: Readonly<Record<Report["verdict"], string>> = { survives: "\u2713", accepted: "!", rejected: "\u2715" };

function header(report: Report, at: Date): Html {
  const asked = report.outcomes.filter((outcome) => outcome.asked);
  const met = asked.filter((outcome) => outcome.meets).length;
  const held = report.resources.filter((resource) => resource.holds === "data" || resource.holds === "secret" || resource.holds === "key").length;
  const line = verdictLine(report);
  const tiles: readonly (readonly [string, string])[] = [
    [`${met} of ${asked.length}`, "disasters that it must survive, survived within objectives"],
    [report.resources.length.toLocaleString("en"), `resources, of which ${held.toLocaleString("en")} hold data, a secret or a key`],
    [String(report.violations.filter((one) => one.enforcement === "mandatory").length), `violations that reject it, ${report.violations.filter((one) => one.enforcement === "advisory").length} advisory`],
    [String(report.assumptions.length), `assumptions used, ${report.exceptions.length} exception${report.exceptions.length === 1 ? "" : "s"}`],
  ];
  return html`<header class="top ${report.verdict}"><div class="inner-top">
<p class="brand">Firebreak survivability report</p>
<h1><span class="stamp" aria-hidden="true">${SYMBOLS[report.verdict]}</span><span>${line}</span></h1>
<p class="sub">${report.project} / ${report.stack}, <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace("T", " ")} UTC</time></p>
<ul class="tiles">${tiles.map(([figure, text]) => html`<li><strong>${figure}</strong> <span>${text}</span></li>`)}</ul>
</div></header>`;
}

function about(report: Report, at: Date): Html {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return html`<p>${HOW[report.source]} <code>${realCommand(report)}</code></p>
${report.notes.length > 0 && html`<ul class="notes">${report.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
<p class="note">Made at ${at.toISOString()} in ${seconds(report.timings.total)} (${Object.entries(report.timings.parts).map(([part, ms]) => `${part} ${seconds(ms)}`).join(", ")}). RPO: data that may be lost, in time. RTO: time until the service works again. Hit: how many resources that hold something the disaster takes.</p>`;
}
