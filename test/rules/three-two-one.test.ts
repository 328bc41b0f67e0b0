import { threeTwoOne } from "../../policies/rules/three-two-one";
import { context, copy, FRANKFURT, GRAVELINES, link, resource, ROUBAIX, STATELESS, urnOf } from "./assessments";

const check = (...copies: Parameters<typeof copy>[2][]) => threeTwoOne.check(context([resource("uploads", { copies: copies.map((more) => copy("uploads", more?.place ?? FRANKFURT, more)) })]));

describe("three-two-one", () => {
  test("accepts two copies, one of them elsewhere", () => {
    expect(check({ mechanism: "replication" }, { mechanism: "backup", place: GRAVELINES })).toEqual([]);
    expect(check({ mechanism: "backup" }, { mechanism: "backup", place: ROUBAIX })).toEqual([]);
  });

  test("rejects one copy, and two by one mechanism in one region", () => {
    const [found, ...more] = check({ mechanism: "replication" });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ verdict: "rejected", reason: 'Bucket "uploads": beside the original there is replication in Frankfurt (aws eu-central-1); wanted are 2 copies, one of them elsewhere', fix: 'Add a copy of Bucket "uploads" of another kind or in another place.' });
    expect(check({ mechanism: "replication" }, { mechanism: "replication" })).toHaveLength(1);
    expect(check()[0]?.reason).toContain("beside the original there is no copy");
  });

  test("copies beside the original are not enough, nor is the state, nor a copy with a link that is off", () => {
    expect(check({ mechanism: "backup", place: GRAVELINES }, { mechanism: "snapshot", place: GRAVELINES })).toHaveLength(1);
    expect(check({ mechanism: "replication" }, { mechanism: "pulumi-state" })).toHaveLength(1);
    expect(check({ mechanism: "replication" }, { mechanism: "backup", links: [link("schedule", "off")] })[0]?.verdict).toBe("rejected");
  });

  test("a second copy that cannot be seen is unknown", () => {
    expect(check({ mechanism: "replication" }, { mechanism: "backup", links: [link("schedule", "unknown")] })[0]?.verdict).toBe("unknown");
  });

  test("does not apply to what a copy fills, to parts, to keys and to what is launched from code", () => {
    const filled = resource("far");
    const original = resource("near", { copies: [copy("near", FRANKFURT, { at: filled.urn }), copy("near", ROUBAIX, { mechanism: "backup" })] });
    expect(threeTwoOne.check(context([filled, original]))).toEqual([]);
    const others = [resource("part", { partOf: urnOf("whole") }), resource("key", { holds: "key" }), resource("web", { copies: [copy("web", FRANKFURT, { kind: "rebuilt-from-code" })] })];
    expect(threeTwoOne.check(context(others))).toEqual([]);
  });

  test("does not apply to what no mechanism copies", () => {
    expect(threeTwoOne.check(context([resource("jobs", { type: "aws:sqs/queue:Queue" })]))).toEqual([]);
  });

  test("two that fill each other both answer", () => {
    const a = resource("a", { copies: [copy("a", FRANKFURT, { at: urnOf("b") })] });
    const b = resource("b", { place: FRANKFURT, copies: [copy("b", GRAVELINES, { at: urnOf("a") })] });
    expect(threeTwoOne.check(context([a, b])).map((one) => one.name)).toEqual(["a", "b"]);
  });

  test.each(STATELESS)("does not apply to what holds %s", (holds) => {
    expect(threeTwoOne.check(context([resource("a", { holds })]))).toEqual([]);
  });
});
