/** Production on the real engine, from nothing to an attempt to destroy it; simulated clouds, policy pack mandatory. */
import type { Outcome } from "../../operations/engine/outcome";
import { Estate, onEngine, TIMEOUT } from "./support";

jest.setTimeout(TIMEOUT);

const estate = new Estate();
afterAll(() => estate.remove());
const prod = { stack: "prod", state: estate.state, clouds: estate.clouds };

/** What an operation did, by kind, without what stayed the same. */
function touched({ steps }: Outcome): readonly string[] {
  return steps.map(({ op, type, name }) => `${op} ${type.split(":").at(-1) ?? type} ${name}`).sort();
}

const mandatory = ({ findings }: Outcome) => findings.filter((one) => one.enforcement === "mandatory");

describe("prod, step by step", () => {
  let resources = 0;

  it("previews: everything is to be created, nothing is rejected, nothing is done", async () => {
    const [preview, after] = await onEngine(prod, async (engine) => [await engine.preview(), await engine.graph()]);
    expect([preview.problems, mandatory(preview), preview.ok]).toEqual([[], [], true]);
    resources = preview.changes["create"] ?? 0;
    expect(preview.changes).toEqual({ create: resources });
    expect(resources).toBeGreaterThan(100);
    expect(after.nodes).toEqual([]);
  });

  it("up: creates what the preview said", async () => {
    const up = await onEngine(prod, (engine) => engine.up());
    expect([up.problems, mandatory(up), up.ok]).toEqual([[], [], true]);
    expect(up.changes).toEqual({ create: resources });
  });

  it("a second up changes nothing", async () => {
    const up = await onEngine(prod, (engine) => engine.up());
    expect([up.problems, up.ok, touched(up)]).toEqual([[], true, []]);
    expect(up.changes).toEqual({ same: resources });
  });

  it("up after another interval of the object sync: the sync's task and nothing else, in place", async () => {
    const up = await onEngine({ ...prod, config: { objectSyncInterval: "2h", policy: RELAXED } }, (engine) => engine.up());
    expect([up.problems, up.ok]).toEqual([[], true]);
    expect(touched(up)).toEqual(["update Task objects-sync"]);
  });

  it("up after a switchover and back: names only, nothing is replaced or deleted but a name's spare record", async () => {
    const over = await onEngine({ ...prod, config: { objectSyncInterval: "2h", policy: RELAXED, active: "secondary" } }, (engine) => engine.up());
    expect([over.problems, over.ok]).toEqual([[], true]);
    expect(over.steps.length).toBeGreaterThan(0);
    for (const { type } of over.steps) expect(["aws:route53/record:Record", "ovh:Domain/zoneRecord:ZoneRecord"]).toContain(type);
    expect(over.steps.filter(({ op }) => op.includes("replace"))).toEqual([]);
    const back = await onEngine(prod, (engine) => engine.up());
    expect([back.problems, back.ok, back.steps.filter(({ op }) => op.includes("replace"))]).toEqual([[], true, []]);
    expect(touched(back)).toContain("update Task objects-sync");
  });

  it("destroy is stopped by protection: what holds data stays, in the state and in the clouds", async () => {
    const [before, destroy, after, unchanged] = await onEngine(prod, async (engine) => [await engine.graph(), await engine.destroy(), await engine.graph(), await engine.up()]);
    expect(destroy.ok).toBe(false);
    const stopped = destroy.problems.filter((one) => one.problem === "it is protected, so the engine does not delete it");
    expect(stopped.length).toBeGreaterThan(0);
    for (const { value, fix } of stopped) expect([value, fix]).toEqual([expect.stringContaining("because it is protected"), expect.stringContaining("protect to false")]);
    const kept = before.nodes.filter(({ options }) => options.protect).map(({ urn }) => urn);
    expect(kept.map((urn) => urn.split("::").at(-1))).toEqual(expect.arrayContaining(["objects-primary", "objects-secondary", "objects-backup", "database-primary", "database-secondary"]));
    expect(kept.filter((urn) => !after.byUrn.has(urn))).toEqual([]);
    // The clouds still have them: an update builds the rest around them and makes none of them anew.
    expect([unchanged.problems, unchanged.ok]).toEqual([[], true]);
    expect(unchanged.steps.filter(({ urn }) => kept.includes(urn)).map(({ op, name }) => `${op} ${name}`).filter((step) => /create|replace|delete/.test(step))).toEqual([]);
  });
});

/** The longer interval costs more data than production's objectives allow; this is about what changes, not whether it may. */
const RELAXED = { minDistanceKm: 300, stateBackend: { provider: "aws", region: "eu-north-1" }, enforcement: { "survives-every-disaster": "advisory" } };

describe("dev", () => {
  const own = new Estate();
  afterAll(() => own.remove());
  const dev = { stack: "dev", state: own.state, clouds: own.clouds };

  it("is destroyed once protection is taken off", async () => {
    await onEngine(dev, async (engine) => {
      expect((await engine.up()).ok).toBe(true);
      const refused = await engine.destroy();
      expect([refused.ok, refused.problems.some((one) => one.problem.startsWith("it is protected"))]).toEqual([false, true]);
      engine.setConfig({ protect: false });
      // The pack does not let a stack go unguarded: taking one down is a decision that is made without it.
      const rejected = await engine.preview();
      expect([rejected.ok, mandatory(rejected).map((one) => one.policy)]).toEqual([false, expect.arrayContaining(["protected-data", "guarded-protection"])]);
      const unprotected = await engine.up({ policyPack: false });
      expect([unprotected.problems, unprotected.ok]).toEqual([[], true]);
      const destroyed = await engine.destroy();
      expect([destroyed.problems, destroyed.ok]).toEqual([[], true]);
      expect((await engine.graph()).nodes).toEqual([]);
    });
  });
});
