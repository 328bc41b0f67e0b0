import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildReport } from "../../operations/report/build";
import { textReport } from "../../operations/report/text";
import { JUDGEMENT, judged, OUTCOMES, sample } from "./sample";

const PLAIN = { color: false, width: 110 };
const text = textReport(buildReport(sample()), PLAIN);
const lines = text.split("\n");

/** The first line that begins with this, its runs of spaces as one. */
function line(start: string): string {
  return lines.find((each) => each.trim().startsWith(start))?.trim().replace(/ {2,}/g, " | ") ?? `no line begins with ${start}`;
}

describe("what a person reads", () => {
  it("says in one line how it was planned and what the real thing is", () => {
    expect(lines[1]).toBe("Planned in process, without account or engine; the real thing: pulumi preview --stack prod --policy-pack policies");
  });

  it("shows each place with city, campus, servers and distances", () => {
    expect(line("primary")).toBe("primary | ovh GRA11 | Gravelines, GRA | yes | 2 | - | 472 km | 1363 km");
    expect(line("secondary")).toMatch(/^secondary \| aws eu-central-1 \| Frankfurt \| standby \| 2 \| 472 km \| - \| \d+ km$/);
    expect(line("third place")).toMatch(/^third place \| aws eu-north-1 \| Stockholm \| - \| - \|/);
  });

  it("shows each disaster with what it hits and loses, achieved and objective, verdict", () => {
    expect(line("the Gravelines campus burns")).toBe("the Gravelines campus burns | 1 | 0 | 15 min / 1 h | 1 h* / 4 h | survives");
    expect(line("OVHcloud is gone")).toBe("OVHcloud is gone | 1 | 0 | 15 min / 1 h | 5 h / 4 h | misses RTO");
    expect(line("an operator deletes")).toBe("an operator deletes the data | 1 | 1 | not known / 1 h | 1 h* / 4 h | lost");
    expect(line("the key of the orders")).toBe("the key of the orders is lost | 1 | 1 | not known / none | 1 h* / none | (lost)");
    expect(line("(...)")).toBe("(...): not asked of this stack, as no objective is stated");
    expect(line("AWS eu-central-1 is gone")).toBe("AWS eu-central-1 is gone | 1 | 0 +1? | 15 min / 1 h | not known / 4 h | not known");
    expect(line("a zone fails")).toBe("a zone fails that nothing is in | 0 | 0 | - / 1 h | - / 4 h | survives");
    expect(line("* rests")).toBe("* rests on an assumption, see below");
  });

  it("lists resources by place and by what they hold, kinds with their numbers", () => {
    expect(lines.filter((each) => /\d {2}[A-Z]/.test(each)).map((each) => each.trim().replace(/ {2,}/g, " | "))).toEqual([
      "primary | data | 1 | Storage",
      "secondary | data | 1 | Instance",
      "aws us-east-1 | nothing | 1 | Subnet",
      "aws, no region | configuration | 1 | Record",
      "place not known | unclassified | 1 | Subnet",
      "nothing | 1 | Subnet",
    ]);
  });

  it("tells which objective is missed", () => {
    const verdicts = (over: Partial<typeof OUTCOMES.slow>) => textReport(buildReport(sample({ judgement: judged([{ ...OUTCOMES.slow, ...over }]) })), PLAIN);
    expect(verdicts({ objective: { rpo: 60, rto: 60 } })).toContain("misses both");
    expect(verdicts({ objective: { rpo: 60 } })).toContain("misses RPO");
    expect(verdicts({ rpo: { known: false, why: "no figure" } })).toMatch(/OVHcloud is gone .* not known \/ 1 h +5 h \/ 4 h +not known/);
  });

  it("gives each violation its resource, reason, fix and page", () => {
    expect(line("rejected")).toBe("rejected | orders | aws:rds/instance:Instance | critical");
    expect(text).toContain('aws:rds/instance:Instance "orders" holds data in Frankfurt, and nothing in this stack copies it\n              elsewhere');
    expect(line("fix")).toBe("fix | Add a read replica in another region.");
    expect(line("rule")).toBe("rule | off-site-copy, see docs/rules/off-site-copy.md");
  });

  it("lists assumptions, exceptions and notes with their reasons", () => {
    expect(line("aws-datasync")).toBe("aws-datasync | RPO 2 h | measured by us in May (used for uploads)");
    expect(line("replica-distance")).toBe("replica-distance: orders");
    expect(text).toContain("the third place is further (platform, until 2027-03-31)");
    expect(text).toContain("encrypted configuration is not decrypted here");
  });

  it("ends with the time by part and the verdict", () => {
    expect(lines.slice(-3)).toEqual(["Elapsed 2.9 s: startup 0.4 s, sdk 1.2 s, program 0.9 s, analysis 0.1 s", "prod is rejected: 1 violation", ""]);
  });

  it("is, as a whole, what test/report/report.golden.txt shows", () => {
    expect(text).toBe(readFileSync(join(__dirname, "report.golden.txt"), "utf8"));
  });
});

describe("the last line", () => {
  const lastLine = (judgement: typeof JUDGEMENT) => textReport(buildReport(sample({ judgement })), PLAIN).trimEnd().split("\n").at(-1);

  it("survives", () => expect(lastLine(judged([OUTCOMES.survived]))).toBe("prod survives every disaster it must"));
  it("accepted", () => expect(lastLine(judged([OUTCOMES.survived, OUTCOMES.slow]))).toBe("prod is accepted, though it does not survive 1 of 2 disasters as it should: waived or advisory only"));
  it("rejected", () => expect(lastLine(judged([], { violations: [...JUDGEMENT.violations, ...JUDGEMENT.violations] }))).toBe("prod is rejected: 2 violations"));
});

describe("form", () => {
  const ANSI = new RegExp(String.fromCharCode(27));

  it("leaves out what has nothing to say", () => {
    const short = textReport(buildReport(sample({ judgement: judged([OUTCOMES.survived]), notes: [] })), PLAIN);
    for (const title of ["Exceptions", "Violations", "Notes"]) expect(short).not.toContain(title);
    expect(short).toContain("What each disaster takes");
  });

  it("uses colour when asked to, and only then; the words are the same", () => {
    const coloured = textReport(buildReport(sample()), { ...PLAIN, color: true });
    expect(coloured).toMatch(ANSI);
    expect(text).not.toMatch(ANSI);
    expect(coloured.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "")).toBe(text);
  });

  it.each([100, 110, 120])("keeps to %i columns, however long names are", (width) => {
    const [violation] = JUDGEMENT.violations;
    if (violation === undefined) throw new Error("the sample has no violation");
    const long = { ...violation, reason: "word ".repeat(80), fix: "x".repeat(40) };
    const all = textReport(buildReport(sample({ judgement: { ...JUDGEMENT, violations: [long] } })), { color: false, width });
    expect(Math.max(...all.split("\n").slice(2).map((each) => each.length))).toBeLessThanOrEqual(width);
  });
});
