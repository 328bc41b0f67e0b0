import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CASES } from "./cases";
import { stateless } from "./cases/stateless";
import { forgotten, replicated } from "./cases/replicated";
import { restored } from "./cases/restored";
import { noCopy } from "./cases/no-copy";
import { backupBeside, backupOption, nameServers, twoRooms } from "./cases/same-campus";
import { purged } from "./cases/purged";
import { daily, monthly, tooLarge } from "./cases/daejeon";
import { agreement, assessed, fateOf, outcomeOf, predictions } from "./compare";
import { days, hours, type Backtest, type Stated } from "./model";
import { longPage, shortTable, withGenerated } from "./page";

const SBG = "campus:ovh/SBG";
const SEOUL = "campus:aws/ap-northeast-2";

function page(name: string): string {
  return readFileSync(join(__dirname, "..", "..", name), "utf8");
}

/** The case without any figure: only where the state is kept, which is a place. */
function bare(one: Backtest) {
  const { stateBackend } = one.stated;
  return assessed(one, stateBackend === undefined ? {} : { stateBackend });
}

function steps(one: Backtest, disaster: string, stated?: Stated): Readonly<Record<string, number | undefined>> {
  const found = outcomeOf(assessed(one, stated ?? one.stated), disaster).steps;
  return Object.fromEntries(found.map(({ name, figure }) => [name, figure.known ? figure.seconds / 3600 : undefined]));
}

describe("the pages", () => {
  it.each([["docs/backtest.md", longPage], ["README.md", shortTable]] as const)("%s says what the analysis says; if not: node --import tsx test/backtest/write.ts", (name, generated) => {
    expect(page(name)).toBe(withGenerated(page(name), generated()));
  });

  it("explain every case that does not simply agree", () => {
    for (const one of CASES) if (!/^data: yes$/.test(agreement(predictions(one)))) expect([one.name, one.why]).toEqual([one.name, expect.stringMatching(/.{40}/)]);
  });
});

describe.each(CASES.map((one) => [one.name, one] as const))("%s", (_, one) => {
  it("keeps and loses what was kept and lost, and never less than the record", () => {
    for (const { compared } of predictions(one)) {
      for (const { what, predicted, result } of compared) expect([what, predicted, result]).toEqual([what, predicted, expect.stringMatching(what === "RTO" ? /^(agrees|unknown)$/ : /^(agrees|bound)$/)]);
    }
  });

  it("keeps and loses the same with nothing stated: no figure decides it", () => {
    const assessment = bare(one);
    for (const { disaster, fate } of one.checks) {
      for (const [name, expected] of Object.entries(fate)) expect([name, fateOf(assessment, name, disaster).verdict]).toEqual([name, expected === "kept" ? "survives" : "lost"]);
    }
  });

  it("has no time to recover with nothing stated", () => {
    const assessment = bare(one);
    for (const { disaster } of one.checks) expect(outcomeOf(assessment, disaster).rto).toMatchObject({ known: false });
  });
});

describe("what each record is about", () => {
  it("replicated: switches, then builds the entry point that stands nowhere else", () => {
    // 30 h until the degraded service, 18 h more for what was missing.
    expect(steps(replicated, SBG)).toEqual({ "notice and decide": 0, "promote or restore data": 0, servers: 0, "entry points": 18, "switch names": 30 });
    expect(outcomeOf(assessed(replicated), SBG)).toMatchObject({ verdict: "survives", rto: { seconds: hours(48), assumed: true } });
    expect(fateOf(assessed(forgotten), "technical-elements", SBG).reason).toBe('"technical-elements" in Strasbourg (Port du Rhin) (ovh SBG) is lost: nothing copies it');
    expect(outcomeOf(assessed(forgotten), SBG)).toMatchObject({ verdict: "lost", rto: { known: false, why: "nothing is left to restore it from" } });
  });

  it("restored: 3 h + 9 h for servers + 1.8 TB at 150 GB/h = 12 h, in all 24 h", () => {
    expect(steps(restored, SBG)).toEqual({ "notice and decide": 3, servers: 9, "promote or restore data": 12 });
    expect(outcomeOf(assessed(restored), SBG).rto).toMatchObject({ seconds: hours(24), basis: expect.stringContaining("1.8 TB ÷ 150 GB/h") as string });
    expect(fateOf(assessed(restored), "data", SBG).rpo).toMatchObject({ seconds: hours(24), assumed: false });
  });

  it("restored: 15 h 2 min had servers come in the 120 s that were promised", () => {
    const assumptions = (restored.stated.assumptions ?? []).map((one) => (one.mechanism === "standby-capacity" ? { ...one, rto: "120s" } : one));
    expect(outcomeOf(assessed(restored, { ...restored.stated, assumptions }), SBG).rto).toMatchObject({ seconds: hours(15) + 120 });
    expect(restored.why).toContain("15 h 2 min");
  });

  it("restored: unknown without the capacity or without the throughput", () => {
    const assumptions = (restored.stated.assumptions ?? []).filter((one) => one.mechanism !== "standby-capacity");
    expect(outcomeOf(assessed(restored, { ...restored.stated, assumptions }), SBG).rto).toMatchObject({ known: false, why: expect.stringContaining("standby-capacity") as string });
    expect(outcomeOf(assessed(restored, { ...restored.stated, restoreThroughput: [] }), SBG).rto).toMatchObject({ known: false, why: expect.stringContaining('the volume of "data" is stated (1.8 TB)') as string });
  });

  it("no copy: 25 of 25", () => {
    expect(outcomeOf(assessed(noCopy), SBG)).toMatchObject({ verdict: "lost", hit: 25, reason: "25 of 25 resources that are hit are lost" });
  });

  it("stateless: all data is safe and the servers are made again, but not at once", () => {
    expect(outcomeOf(assessed(stateless), SBG)).toMatchObject({ verdict: "survives", rpo: { seconds: 0 }, rto: { known: false } });
    expect(steps(stateless, SBG)).toHaveProperty("servers", undefined);
  });

  it("the same campus: each copy is named and taken too", () => {
    expect(fateOf(assessed(backupBeside), "site", SBG).reason).toContain("by ovh-storage-replication: it is taken too");
    expect(fateOf(assessed(backupOption), "site", SBG).reason).toContain("by ovh-workflow-backup-daily: it is taken too");
    expect(fateOf(assessed(twoRooms), "machines", SBG).reason).toContain("by ovh-db-postgresql-mysql-pitr: it is taken too");
    expect(outcomeOf(assessed(nameServers), SBG)).toMatchObject({ verdict: "lost", hit: 3 });
    // Three datacentre codes, one campus.
    expect(assessed(nameServers).resources.map(({ place }) => place.campus)).toEqual(["SBG", "SBG", "SBG"]);
  });

  it("purged: a mutable copy outlives the fire and not the script", () => {
    expect(fateOf(assessed(purged), "production", SBG)).toMatchObject({ verdict: "survives" });
    expect(fateOf(assessed(purged), "production", "operator-error")).toMatchObject({ verdict: "lost", reason: expect.stringContaining("a replica repeats deletions and corruption") as string });
  });

  it("too large: lost, whatever is stated of its volume", () => {
    expect(fateOf(assessed(tooLarge), "g-drive", SEOUL)).toMatchObject({ verdict: "lost" });
  });

  it("daily and monthly: the interval, and the hour within which a backup may start", () => {
    expect(fateOf(assessed(daily), "daily-systems", SEOUL).rpo).toMatchObject({ seconds: hours(24 + 1) });
    expect(fateOf(assessed(monthly), "monthly-systems", SEOUL).rpo).toMatchObject({ seconds: days(31) + hours(1) });
  });
});
