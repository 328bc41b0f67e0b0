import { createHash } from "node:crypto";
import { buildReport } from "../../operations/report/build";
import { capacityOf } from "../../operations/report/html/capacity";
import { html, jsonIn } from "../../operations/report/html/markup";
import { matrixOf, MOST_COLUMNS, MOST_ROWS, stateOf } from "../../operations/report/html/matrix-model";
import { htmlReport } from "../../operations/report/html/page";
import { linesOf, placesOf } from "../../operations/report/html/places";
import { sourcesOf } from "../../operations/report/html/sources";
import type { Report, ReportOutcome } from "../../operations/report/model";
import { HOSTILE, hostileReport, largeReport } from "./large";
import { known, place, sample } from "./sample";

const AT = new Date("2026-11-22T12:00:00Z");
const report = buildReport(sample());
const page = htmlReport(report, { at: AT });
const textOf = (markup: string) => markup.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("the page", () => {
  it("allows its own style and script by their hash, and nothing else", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    const hash = (tag: string) => `sha256-${createHash("sha256").update(new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? "").digest("base64")}`;
    expect(policy).toBe(`default-src &#39;none&#39;; style-src &#39;${hash("style")}&#39;; script-src &#39;${hash("script")}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`);
  });

  it("loads nothing and has no inline style or handler", () => {
    expect(page).not.toMatch(/<(link|img|iframe|object|embed|base)\b|\ssrc=|@import|url\(|\sstyle=|\son[a-z]+=/i);
  });

  it("says the verdict, the disasters, violations before them, assumptions, exceptions, sources and notes", () => {
    const text = textOf(page);
    for (const part of ["prod is rejected: 1 violation", "The Gravelines campus burns", "misses RTO", "Add a read replica in another region.", "measured by us in May", "the third place is further", "platform", "2027-03-31", "this test", "encrypted configuration is not decrypted here"]) expect(text).toContain(part);
    expect(page.indexOf('<section id="violations"')).toBeLessThan(page.indexOf('<section id="disasters"'));
    expect(page).toContain('<time datetime="2026-11-22T12:00:00.000Z">');
  });

  it("is the same for the same report", () => {
    expect(htmlReport(report, { at: AT })).toBe(page);
  });
});

describe("hostile texts", () => {
  const hostile = htmlReport(hostileReport(), { at: AT });

  it("bring no element, attribute or end of a script into the page", () => {
    const elements = (text: string) => [...new Set([...text.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag))].sort();
    const known = elements(page);
    expect(elements(hostile).filter((tag) => !known.includes(tag) && tag !== "strong")).toEqual([]);
    expect(hostile.match(/<\/script>/gi)).toHaveLength(2);
    expect(hostile).not.toMatch(/<script>alert|<img|<!-- -->/);
  });

  it("are all there to be read", () => {
    const evidence = JSON.parse(/id="evidence">([^]*?)<\/script>/.exec(hostile)?.[1] ?? "") as { readonly texts: readonly string[] };
    expect(evidence.texts).toContain(HOSTILE.join(" "));
    expect(hostile).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("are escaped in text, attributes and JSON", () => {
    expect(html`<a title="${'"><b>'}">${"<b>&'"}${undefined}${false}${[1, html`<i></i>`]}</a>`.text).toBe('<a title="&quot;&gt;&lt;b&gt;">&lt;b&gt;&amp;&#39;1<i></i></a>');
    expect(jsonIn({ a: "</script><!--\u2028" }).text).toBe('{"a":"\\u003c/script\\u003e\\u003c!--\\u2028"}');
  });
});

describe("a large graph", () => {
  const large = largeReport(10_000, 60);

  it("keeps lines for those that stand worst, sums up the rest, and loses none", () => {
    const matrix = matrixOf(large);
    const rows = matrix.groups.flatMap((group) => group.rows);
    const named = rows.flatMap((row) => row.inside ?? [row]).filter((row) => row.members.length === 1);
    expect(named).toHaveLength(MOST_ROWS);
    expect(new Set(rows.flatMap((row) => row.members.map((one) => one.urn))).size).toBe(10_000);
    const lost = large.resources.filter((_, index) => index % 100 === 0).map((one) => one.name);
    expect(named.map((row) => row.title)).toEqual(expect.arrayContaining(lost));
    expect(matrix.columns.length).toBe(MOST_COLUMNS + 1);
    expect(matrix.columns.flatMap((column) => column.outcomes)).toHaveLength(60);
  });

  it("makes a page that says so and stays small", () => {
    const started = performance.now();
    const text = htmlReport(large, { at: AT });
    expect(text).toContain(`${(10_000 - MOST_ROWS).toLocaleString("en")} resources have no line of their own`);
    expect(text).toContain("9,500 more violations are left out here (limit 500)");
    expect(text.length).toBeLessThan(8_000_000);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});

describe("the state of a cell", () => {
  const outcome = report.outcomes.find((one) => one.disaster.id === "provider:ovh") as ReportOutcome;
  const cell = { ...(report.matrix[0] as Report["matrix"][number]), rpo: known(60), rto: known(5 * 3600) };

  it.each([
    ["it is not hit", { ...cell, hit: false }, "untouched"],
    ["it is lost", { ...cell, verdict: "lost" as const }, "lost"],
    ["it cannot be shown to survive", { ...cell, verdict: "unknown" as const }, "unknown"],
    ["it makes the stack late", cell, "slow"],
    ["it is in time while another makes the stack late", { ...cell, rto: known(60) }, "survives"],
    ["it has no figure, but others decide", { ...cell, rto: { known: false as const, why: "?" } }, "survives"],
  ])("where %s", (_, one, state) => {
    expect(stateOf(one, outcome, "data")).toBe(state);
  });

  it("is not late where the stack is in time", () => {
    expect(stateOf(cell, { ...outcome, achieved: { rpo: known(0), rto: known(60) } }, "data")).toBe("survives");
  });
});

it("the map shows declared places with great-circle distances, and other places of resources without", () => {
  const places = placesOf({ ...report, resources: [...report.resources, { ...(report.resources[0] as Report["resources"][number]), site: "aws us-east-1", place: { ...place("aws", "us-east-1"), lat: 39, lon: -77.5 } }] });
  expect(places.map((one) => one.role)).toEqual(["primary", "secondary", "backup", "other"]);
  expect(linesOf(places).map((line) => line.km)).toEqual([472, 1363, 1187]);
  expect(textOf(page)).toContain("472 km");
  expect(htmlReport({ ...report, sites: [], resources: [] }, { at: AT })).toContain("there is no map");
});

it("capacity counts what is left for what serves now, and a group of unknown size as unknown", () => {
  const base = report.resources[0] as Report["resources"][number];
  const server = (name: string, site: string, type = "aws:ec2/instance:Instance") => ({ ...base, urn: `urn:pulumi:${name}`, name, type, site });
  const two = [server("a", "primary"), server("b", "secondary")];
  const hit = { ...(report.matrix[0] as Report["matrix"][number]), urn: "urn:pulumi:a" };
  const left = capacityOf({ ...report, resources: two, matrix: [hit] }).disasters[0];
  expect(left).toMatchObject({ left: 1, serving: 0, where: ["secondary"], share: 1 });
  const grouped = capacityOf({ ...report, resources: [...two, server("g", "secondary", "aws:autoscaling/group:Group")], matrix: [hit] });
  expect(grouped.disasters[0]?.share).toBeUndefined();
});

it("sources name every figure's source once", () => {
  expect([...sourcesOf(report).keys()]).toEqual(["this test"]);
});
