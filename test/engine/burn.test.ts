/** A lost place on the engine: its calls fail as a dead endpoint's do, and nothing is lost from the state. */
import { burn, extinguish } from "../../clouds/burn";
import { Estate, onEngine, TIMEOUT } from "./support";

jest.setTimeout(TIMEOUT);

const estate = new Estate();
afterAll(() => estate.remove());
const dev = { stack: "dev", state: estate.state, clouds: estate.clouds };

describe("dev, deployed", () => {
  beforeAll(async () => {
    const up = await onEngine(dev, (engine) => engine.up());
    expect(up.problems).toEqual([]);
  });
  afterEach(() => extinguish(estate.clouds));

  it("with OVHcloud gone: preview and update fail at its provider, which does not answer", async () => {
    await burn(estate.clouds, { provider: "ovh" });
    await onEngine(dev, async (engine) => {
      const [preview, up] = [await engine.preview(), await engine.up()];
      for (const outcome of [preview, up]) {
        expect(outcome.ok).toBe(false);
        expect(outcome.problems).toContainEqual(expect.objectContaining({ where: "primary-ovh", problem: "its cloud does not answer", value: expect.stringMatching(/dial tcp.*timeout/) }));
      }
    });
  });

  it("with Frankfurt gone: the update fails at resources there, and the state keeps every one", async () => {
    await burn(estate.clouds, { provider: "aws", region: "eu-central-1" });
    await onEngine({ ...dev, config: { hostname: "moved" } }, async (engine) => {
      const before = await engine.graph();
      const up = await engine.up({ refresh: true });
      expect(up.ok).toBe(false);
      expect(up.problems.map((one) => one.problem)).toContain("its cloud does not answer");
      const after = await engine.graph();
      expect(before.nodes.map((node) => node.urn).filter((urn) => !after.byUrn.has(urn))).toEqual([]);
    });
  });

  it("once everything answers again, an update changes nothing", async () => {
    const up = await onEngine(dev, (engine) => engine.up());
    expect([up.problems, up.changes["same"], Object.keys(up.changes)]).toEqual([[], up.changes["same"], ["same"]]);
  });
});
