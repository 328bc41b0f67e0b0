import fc from "fast-check";
import { buildReport } from "../../operations/report/build";
import { literal, markdownReport, MOST_CHARACTERS } from "../../operations/report/markdown";
import type { Report, ReportViolation } from "../../operations/report/model";
import { hostileReport, largeReport } from "./large";
import { judged, OUTCOMES, sample } from "./sample";

const report = buildReport(sample());

describe("a rejected stack", () => {
  const text = markdownReport(report);

  it("begins with the verdict", () => {
    expect(text.split("\n")[0]).toBe("## ❌ prod is rejected: 1 violation");
  });

  it("has a row for each disaster: what is not survived first, RPO and RTO against the objective, a symbol and a word", () => {
    const rows = text.split("\n").filter((line) => /(❌|✅|❔|➖) [a-z(]/.test(line) && line.startsWith("| "));
    expect(rows).toHaveLength(report.outcomes.length);
    expect(rows[0]).toBe("| OVHcloud is gone | 1 | 0 | 15 min / 1 h | 5 h / 4 h | ❌ misses RTO |");
    expect(text).toContain("| the Gravelines campus burns | 1 | 0 | 15 min / 1 h | 1 h\\* / 4 h | ✅ survives |");
    expect(text).toContain("\\* rests on an assumption");
    expect(text).toContain("| ➖ (lost) |");
  });

  it("folds violations up, with the reason and the fix in them", () => {
    expect(text).toMatch(/<details><summary>❌ <b>orders<\/b> off-site-copy \(critical, mandatory\)<\/summary>\n\n\*\*What is wrong\*\*: .*nothing in this stack copies it elsewhere\n\n\*\*Fix\*\*: Add a read replica/);
  });

  it("lists assumptions, exceptions with owner and end, and notes", () => {
    expect(text).toContain("| aws-datasync | RPO 2 h | measured by us in May | uploads |");
    expect(text).toContain("| replica-distance | orders | the replica is 82 km away | the third place is further | platform | 2027-03-31 |");
    expect(text).toContain("- encrypted configuration is not decrypted here");
  });
});

it("a stack that survives says so first, and has no section on violations", () => {
  const text = markdownReport(buildReport(sample({ judgement: judged([OUTCOMES.survived]) })));
  expect(text.split("\n")[0]).toBe("## ✅ prod survives every disaster it must");
  expect(text).not.toContain("### Violations");
});

describe("size", () => {
  it("10,000 violations and 1,000 disasters: below the limit, with what is left out and how to see it", () => {
    const text = markdownReport(largeReport(10_000, 3));
    expect(text.length).toBeLessThan(MOST_CHARACTERS);
    expect(text.length).toBeGreaterThan(MOST_CHARACTERS / 2);
    const shown = text.split("<details>").length - 1;
    expect(text).toContain(`**${10_000 - shown} more violations are left out here**; all of them: <code>npm start -- --format html --output report.html</code>`);
    expect(markdownReport(largeReport(3, 5_000))).toMatch(/\*\*\d+ more disasters are left out here\*\*/);
  });

  it("is below the limit whatever the texts and however many", () => {
    const violation = report.violations[0] as ReportViolation;
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 400, unit: "binary" }), { maxLength: 60 }), fc.integer({ min: 1, max: 3000 }), (texts, times) => {
        const long = texts.map((text) => text.repeat(times).slice(0, 500_000));
        const made: Report = { ...report, notes: long, stack: long[0] ?? "s", violations: long.map((text) => ({ ...violation, name: text, reason: text, fix: text, urn: text })), assumptions: long.map((text) => ({ mechanism: text, reason: text, usedFor: [text] })) };
        expect(markdownReport(made).length).toBeLessThan(MOST_CHARACTERS);
      }),
      { numRuns: 100 },
    );
  });
});

describe("hostile texts", () => {
  it("no tag, link, mention, reference or table cell of theirs is left", () => {
    const text = markdownReport(hostileReport());
    const tags = new Set([...text.matchAll(/<\/?([a-z!-]+)/gi)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual(["b", "code", "details", "summary"]);
    expect(text).not.toMatch(/@someone|#1\b|https?:\/\/evil|\]\(/);
    for (const row of text.split("\n").filter((line) => line.startsWith("| "))) expect([4, 6]).toContain(row.split(" | ").length);
  });

  it.each([
    ["a|b", "a&#124;b"],
    ["<b>", "&lt;b&gt;"],
    ["[x](y)", "&#91;x&#93;(y)"],
    ["two\nlines", "two lines"],
    ["@me #7 http://x www.x", "@\u200bme #\u200b7 http\u200b://x www\u200b.x"],
  ])("%j is written %j", (text, written) => {
    expect(literal(text)).toBe(written);
  });
});
