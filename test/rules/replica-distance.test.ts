import { replicaDistance } from "../../policies/rules/replica-distance";
import { context, copy, FRANKFURT, GLOBAL, GRAVELINES, link, NOWHERE, resource, ROUBAIX, STATELESS, urnOf } from "./assessments";

const check = (...args: Parameters<typeof context>) => replicaDistance.check(context(...args));

describe("replica-distance", () => {
  test("accepts a copy far enough away, and one in a service without a place", () => {
    expect(check([resource("a", { copies: [copy("a", FRANKFURT)] }), resource("b", { copies: [copy("b", GLOBAL)] })])).toEqual([]);
  });

  test("accepts a near copy beside one that is far enough away", () => {
    expect(check([resource("a", { copies: [copy("a", ROUBAIX), copy("a", FRANKFURT)] })])).toEqual([]);
  });

  test("rejects a copy that is too near, with the distance and the least distance", () => {
    const [found, ...more] = check([resource("uploads", { copies: [copy("uploads", ROUBAIX)] })]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ rule: "replica-distance", urn: urnOf("uploads"), verdict: "rejected" });
    expect(found?.reason).toBe(
      'Bucket "uploads" holds data in Gravelines (ovh GRA) and no copy of it is far enough away: its copy in Roubaix (ovh RBX) by test-replication is too near: 81 km from Gravelines (ovh GRA), at least 300 km wanted',
    );
    expect(found?.fix).toBe("Move it, or add a copy, to another campus at least 300 km from Gravelines (ovh GRA).");
  });

  test("rejects a copy on the same campus whatever the least distance", () => {
    const [found] = check([resource("uploads", { copies: [copy("uploads", { ...GRAVELINES, region: "GRA11" })] })], { settings: { minDistanceKm: 0 } });
    expect(found?.verdict).toBe("rejected");
    expect(found?.reason).toContain("its copy in Gravelines (ovh GRA11) by test-replication is too near: on the same campus, GRA: one fire takes both");
  });

  test("another provider in the same city is near too", () => {
    const neighbour = { ...GRAVELINES, provider: "aws", campus: "other" };
    expect(check([resource("a", { copies: [copy("a", neighbour)] })])[0]?.reason).toContain("is too near: 0 km from Gravelines");
  });

  test("says of a further candidate why it does not count either", () => {
    const dead = copy("a", FRANKFURT, { links: [link("rule status", "off", "status is Disabled", "enable it")] });
    const [found] = check([resource("a", { copies: [dead, copy("a", ROUBAIX)] })]);
    expect(found?.reason).toContain("rule status is off (status is Disabled)");
    expect(found?.fix).toBe("Enable it. Move it, or add a copy, to another campus at least 300 km from Gravelines (ovh GRA).");
  });

  test("leaves a copy at an unknown place to known-protection, and no copy at all to off-site-copy", () => {
    expect(check([resource("a", { copies: [copy("a", NOWHERE)] }), resource("b")])).toEqual([]);
  });

  test("a near copy and an unknown one: what is unknown may yet count, so this rule waits", () => {
    expect(check([resource("a", { copies: [copy("a", NOWHERE), copy("a", ROUBAIX)] })])).toEqual([]);
  });

  test.each(STATELESS)("does not apply to what holds %s", (holds) => {
    expect(check([resource("a", { holds, copies: [copy("a", ROUBAIX)] })])).toEqual([]);
  });
});
