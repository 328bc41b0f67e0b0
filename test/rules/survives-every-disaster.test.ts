import { survivesEveryDisaster } from "../../policies/rules/survives-every-disaster";
import { CAMPUS, cell, context, known, outcome, resource, STACK_URN, urnOf } from "./assessments";

const check = (...args: Parameters<typeof context>) => survivesEveryDisaster.check(context(...args));
const exception = { rule: "off-site-copy", resource: "cache", reason: "rebuilt within a day", owner: "ops", expires: "2999-01-01" };

describe("survives-every-disaster", () => {
  test("accepts outcomes that meet their objectives", () => {
    expect(check([resource("uploads")], { assessment: { outcomes: [outcome()], cells: [cell("uploads")] } })).toEqual([]);
  });

  test("rejects a loss once per disaster, naming what is lost, with the fixes of the analysis", () => {
    const outcomes = [outcome({ meets: false, verdict: "lost", lost: [urnOf("uploads"), urnOf("orders")] })];
    const cells = [cell("uploads", { verdict: "lost", fix: "replicate uploads" }), cell("orders", { verdict: "lost", fix: "back up orders" })];
    expect(check([resource("uploads"), resource("orders")], { assessment: { outcomes, cells } })).toEqual([
      {
        rule: "survives-every-disaster",
        urn: STACK_URN,
        name: CAMPUS.id,
        type: "pulumi:pulumi:Stack",
        verdict: "rejected",
        reason: 'If the OVHcloud campus GRA in Gravelines burns: lost: Bucket "uploads", Bucket "orders"',
        fix: "Replicate uploads; back up orders.",
      },
    ]);
  });

  test("what cannot be shown to survive is unknown", () => {
    const outcomes = [outcome({ meets: false, verdict: "unknown", unknown: [urnOf("uploads")] })];
    const [found] = check([resource("uploads")], { assessment: { outcomes, cells: [cell("uploads", { verdict: "unknown", fix: "write the region out" })] } });
    expect(found?.verdict).toBe("unknown");
    expect(found?.reason).toBe('If the OVHcloud campus GRA in Gravelines burns: cannot be shown to survive: Bucket "uploads"');
    expect(found?.fix).toBe("Write the region out.");
  });

  test("names the missed objectives beside what is achieved", () => {
    const outcomes = [outcome({ meets: false, rpo: known(900), rto: known(7200), objective: { rpo: 300, rto: 3600 } })];
    const [found] = check([resource("uploads")], { assessment: { outcomes, cells: [cell("uploads", { rto: known(7200), fix: "use a faster copy" })] } });
    expect(found?.verdict).toBe("rejected");
    expect(found?.reason).toBe("If the OVHcloud campus GRA in Gravelines burns: RPO achieved 15 min, objective 5 min; RTO achieved 2 h, objective 1 h");
    expect(found?.fix).toBe("Use a faster copy.");
  });

  test("an objective met is not mentioned", () => {
    const outcomes = [outcome({ meets: false, rto: known(7200), objective: { rpo: 900, rto: 3600 } })];
    expect(check([], { assessment: { outcomes } })[0]?.reason).not.toContain("RPO");
  });

  test("an unknown figure under an objective is unknown, and names the step without one", () => {
    const rto = { known: false, why: "nobody said how long people take to decide" } as const;
    const outcomes = [outcome({ meets: false, verdict: "unknown", rto, objective: { rto: 3600 }, steps: [{ name: "decide", figure: rto }] })];
    const [found] = check([], { assessment: { outcomes } });
    expect(found?.verdict).toBe("unknown");
    expect(found?.reason).toContain("RTO achieved unknown (nobody said how long people take to decide), objective 1 h");
    expect(found?.fix).toBe("State how long these steps take, as assumptions or settings: decide.");
  });

  test.each(["provider", "account", "key", "operator-error", "control-plane"] as const)("asks to survive %s only where an objective is stated", (kind) => {
    const lost = outcome({ disaster: { ...CAMPUS, kind }, meets: false, verdict: "lost", lost: [urnOf("uploads")] });
    const of = (objective: object) => check([resource("uploads")], { assessment: { outcomes: [{ ...lost, objective }], cells: [] } });
    expect(of({})).toEqual([]);
    expect(of({ rpo: 900 })).toHaveLength(1);
    expect(of({ rto: 900 })).toHaveLength(1);
  });

  test.each(["zone", "campus", "region"] as const)("always asks to survive %s", (kind) => {
    expect(check([], { assessment: { outcomes: [outcome({ disaster: { ...CAMPUS, kind }, meets: false, verdict: "lost" })] } })).toHaveLength(1);
  });

  test("while something is lost, a figure that is unknown because of it is not repeated; a known one is", () => {
    const lost = outcome({ meets: false, verdict: "lost", lost: [urnOf("uploads")], rpo: { known: false, why: "lost" }, rto: known(7200), objective: { rpo: 300, rto: 3600 } });
    expect(check([resource("uploads")], { assessment: { outcomes: [lost] } })[0]?.reason).toBe('If the OVHcloud campus GRA in Gravelines burns: lost: Bucket "uploads"; RTO achieved 2 h, objective 1 h');
  });

  test("a long list is counted, not dropped", () => {
    const names = Array.from({ length: 11 }, (_, index) => `b${index}`);
    const outcomes = [outcome({ meets: false, verdict: "lost", lost: names.map((one) => urnOf(one)) })];
    expect(check(names.map((one) => resource(one)), { assessment: { outcomes } })[0]?.reason).toContain('Bucket "b7" and 3 more');
  });

  test("what an exception accepts to lose is set aside; the rest still counts", () => {
    const objective = { rpo: 900, rto: 3600 };
    const unknown = { known: false, why: "no copy" } as const;
    const steps = [{ name: "decide", figure: known(600) }, { name: "restore data", figure: { known: false, why: "nothing is left to restore it from" } as const }];
    const both = outcome({ meets: false, verdict: "lost", lost: [urnOf("cache"), urnOf("uploads")], rpo: unknown, rto: unknown, objective, steps });
    const cells = [cell("cache", { verdict: "lost", rpo: unknown, rto: unknown }), cell("uploads", { verdict: "lost", rto: known(3000) })];
    const settings = { exceptions: [exception] };
    const resources = [resource("cache"), resource("uploads")];
    expect(check(resources, { assessment: { outcomes: [both], cells }, settings })[0]?.reason).toBe('If the OVHcloud campus GRA in Gravelines burns: lost: Bucket "uploads"');
    const one = outcome({ meets: false, verdict: "lost", lost: [urnOf("cache")], rpo: unknown, rto: unknown, objective, steps });
    expect(check(resources, { assessment: { outcomes: [one], cells: [cells[0] ?? cell("x"), cell("uploads", { rto: known(3000) })] }, settings })).toEqual([]);
    expect(check(resources, { assessment: { outcomes: [one], cells: [cells[0] ?? cell("x"), cell("uploads", { rto: known(7200) })] }, settings })[0]?.reason).toContain("RTO achieved 2 h 10 min, objective 1 h");
    const undecided = { ...one, steps: [{ name: "decide", figure: unknown }, ...steps] };
    expect(check(resources, { assessment: { outcomes: [undecided], cells: [cells[0] ?? cell("x")] }, settings })[0]?.reason).toContain("RTO achieved unknown (no copy)");
  });

  test("an exception to a rule about something else accepts no loss", () => {
    const one = outcome({ meets: false, verdict: "lost", lost: [urnOf("cache")] });
    const settings = { exceptions: [{ ...exception, rule: "protected-data" }] };
    expect(check([resource("cache")], { assessment: { outcomes: [one], cells: [cell("cache", { verdict: "lost" })] }, settings })).toHaveLength(1);
  });

  test("an outcome that fails for a reason of its own is never passed over", () => {
    const [found] = check([], { assessment: { outcomes: [outcome({ meets: false, verdict: "unknown", reason: "it could not be computed" })] } });
    expect(found?.reason).toBe("If the OVHcloud campus GRA in Gravelines burns: it could not be computed");
  });
});
