import { offSiteCopy } from "../../policies/rules/off-site-copy";
import { cell, CAMPUS, context, copy, FRANKFURT, GLOBAL, GRAVELINES, link, NOWHERE, resource, ROUBAIX, STATELESS, urnOf } from "./assessments";

const check = (...args: Parameters<typeof context>) => offSiteCopy.check(context(...args));

describe("off-site-copy", () => {
  test("accepts data with one copy that counts", () => {
    expect(check([resource("uploads", { copies: [copy("uploads", FRANKFURT)] })])).toEqual([]);
  });

  test("accepts one copy that counts beside others that do not", () => {
    const dead = copy("uploads", FRANKFURT, { links: [link("rule status", "off")] });
    expect(check([resource("uploads", { copies: [dead, copy("uploads", FRANKFURT)] })])).toEqual([]);
  });

  test("rejects data that nothing copies, naming the resource, where it is and what to do", () => {
    expect(check([resource("uploads")])).toEqual([
      {
        rule: "off-site-copy",
        urn: urnOf("uploads"),
        name: "uploads",
        type: "aws:s3/bucket:Bucket",
        verdict: "rejected",
        reason: 'Bucket "uploads" holds data in Gravelines (ovh GRA), and nothing in this stack copies it elsewhere',
        fix: "Copy it to another campus at least 300 km away, by one of these: S3 Replication to a bucket elsewhere; AWS Backup plan whose rule copies recovery points to a vault elsewhere; DataSync task on a schedule to a location elsewhere.",
      },
    ]);
  });

  test("says why nothing copies a type that nothing copies, and what is left to do", () => {
    const [found] = check([resource("jobs", { type: "aws:sqs/queue:Queue" })]);
    expect(found?.reason).toBe('Queue "jobs" holds data in Gravelines (ovh GRA), and nothing in this stack copies it elsewhere: what is under way in the region at that moment is not copied; whoever sent it must be able to send it again');
    expect(found?.fix).toBe('Keep what it holds on another campus at least 300 km away as well, or except Queue "jobs" with the reason why it may be lost.');
  });

  test("rejects a secret and a key just the same", () => {
    const found = check([resource("token", { holds: "secret" }), resource("master", { holds: "key" })]);
    expect(found.map((one) => one.reason)).toEqual([expect.stringContaining("holds a secret in Gravelines"), expect.stringContaining("holds a key in Gravelines")]);
  });

  test("names for each copy the link that is off, and its fix", () => {
    const disabled = copy("uploads", FRANKFURT, { links: [link("versioning"), link("rule status", "off", "status of \"copy\" is Disabled", 'set the status of "copy" to Enabled')] });
    const [found, ...more] = check([resource("uploads", { copies: [disabled] })]);
    expect(more).toEqual([]);
    expect(found?.reason).toBe('Bucket "uploads" holds data in Gravelines (ovh GRA), and no copy of it counts: its copy in Frankfurt (aws eu-central-1) by test-replication does not count: rule status is off (status of "copy" is Disabled)');
    expect(found?.fix).toBe('Set the status of "copy" to Enabled.');
  });

  test("a link that is off is said even where the place is unknown or near", () => {
    const copies = [copy("uploads", NOWHERE, { links: [link("rule status", "off")] }), copy("uploads", ROUBAIX, { links: [link("versioning", "off")] })];
    expect(check([resource("uploads", { copies })])).toHaveLength(1);
  });

  test("rejects what nothing copies although its place is not known", () => {
    const [found] = check([resource("uploads", { place: NOWHERE })]);
    expect(found?.verdict).toBe("rejected");
    expect(found?.reason).toContain('a place that is not known (the region of the provider "far" is not known yet: write it out), and nothing in this stack copies it');
  });

  test("leaves near and unknown copies to the rules for those", () => {
    expect(check([resource("near", { copies: [copy("near", ROUBAIX)] })])).toEqual([]);
    expect(check([resource("unknown", { copies: [copy("unknown", NOWHERE)] })])).toEqual([]);
  });

  test.each(STATELESS)("does not apply to what holds %s", (holds) => {
    expect(check([resource("uploads", { holds })])).toEqual([]);
  });

  test("does not apply to a global service, which no fire takes", () => {
    expect(check([resource("users", { place: GLOBAL })])).toEqual([]);
  });

  test("a copy is protected by its original", () => {
    const resources = [resource("uploads", { copies: [copy("uploads", FRANKFURT, { at: urnOf("replica") })] }), resource("replica", { place: FRANKFURT })];
    expect(check(resources)).toEqual([]);
  });

  test("where the rule between them is off, original and destination are both named, and both say why", () => {
    const off = copy("uploads", FRANKFURT, { at: urnOf("replica"), links: [link("rule status", "off", "status is Disabled", "enable the rule")] });
    const found = check([resource("uploads", { copies: [off] }), resource("replica", { place: FRANKFURT })]);
    expect(found.map((one) => [one.name, one.fix])).toEqual([["uploads", "Enable the rule."], ["replica", "Enable the rule."]]);
    expect(found[1]?.reason).toContain('as a copy of Bucket "uploads" by test-replication, it does not count: rule status is off (status is Disabled)');
  });

  test("a copy beside its original is welcome where the original has one far away too", () => {
    const near = copy("orders", GRAVELINES, { at: urnOf("vault") });
    const resources = [resource("orders", { copies: [near, copy("orders", FRANKFURT)] }), resource("vault")];
    expect(check(resources)).toEqual([]);
  });

  test("two resources that copy each other next door protect neither, and the search ends", () => {
    const a = resource("a", { copies: [copy("a", GRAVELINES, { at: urnOf("b") })] });
    const b = resource("b", { copies: [copy("b", GRAVELINES, { at: urnOf("a") })] });
    expect(check([a, b])).toEqual([]);
    expect(check([resource("a"), resource("b")])).toHaveLength(2);
  });

  test("many near copies of each other are judged in no time", () => {
    const names = Array.from({ length: 40 }, (_, index) => `b${index}`);
    const all = names.map((one) => resource(one, { copies: names.filter((other) => other !== one).map((other) => copy(one, GRAVELINES, { at: urnOf(other) })) }));
    const began = Date.now();
    expect(check(all)).toEqual([]);
    expect(Date.now() - began).toBeLessThan(2000);
  });

  test("a part is not asked: the whole that it is stored in answers for it", () => {
    expect(check([resource("bucket"), resource("object", { partOf: urnOf("bucket") })]).map((one) => one.name)).toEqual(["bucket"]);
  });

  test("what the analysis of the fire shows to survive without a copy of its own is accepted", () => {
    const disasters = [CAMPUS];
    expect(check([resource("part")], { assessment: { disasters, cells: [cell("part")] } })).toEqual([]);
    expect(check([resource("part")], { assessment: { disasters, cells: [cell("part", { verdict: "lost" })] } })).toHaveLength(1);
    expect(check([resource("part")], { assessment: { disasters, cells: [cell("part", { hit: false })] } })).toHaveLength(1);
  });

  test("asks for the configured distance", () => {
    const copies = [copy("uploads", ROUBAIX)];
    expect(check([resource("uploads")], { settings: { minDistanceKm: 50 } })[0]?.fix).toContain("at least 50 km away");
    expect(check([resource("uploads", { copies })], { settings: { minDistanceKm: 50 } })).toEqual([]);
  });
});
