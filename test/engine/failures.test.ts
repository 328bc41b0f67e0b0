/** What keeps the engine from working is told in words, with what to do. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as random from "@pulumi/random";
import type { Problem } from "../../operations/errors";
import { withEngine, type EngineOptions } from "../../operations/engine/workspace";
import { Estate, ROOT, TIMEOUT } from "./support";

jest.setTimeout(TIMEOUT);

/** Small, with a secret. */
const program = async () => ({ password: new random.RandomPassword("password", { length: 20 }).result });

const estate = new Estate();
afterAll(() => estate.remove());
const small: EngineOptions = { root: ROOT, stack: "dev", program, policyPack: false, state: estate.state, clouds: estate.clouds };
const stateFile = join(estate.state, ".pulumi/stacks/firebreak/dev.json");

/** Problems of an update, whether the engine could not start or refused. */
async function problems(options: EngineOptions): Promise<readonly Problem[]> {
  const result = await withEngine(options, (engine) => engine.up());
  return result.ok ? result.value.problems : result.problems;
}

beforeAll(async () => expect(await problems(small)).toEqual([]));

it("keeps its secrets: the state holds none in clear, and the graph does not read them", async () => {
  const result = await withEngine(small, async (engine) => ({ password: (await engine.outputs())["password"] as string, graph: JSON.stringify((await engine.graph()).nodes) }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { password, graph } = result.value;
  expect(password).toHaveLength(20);
  expect(readFileSync(stateFile, "utf8")).not.toContain(password);
  expect(graph).not.toContain(password);
});

it("a wrong passphrase", async () => {
  expect(await problems({ ...small, passphrase: "another" })).toEqual([{ where: "passphrase", problem: "it does not fit: the stack's secrets were encrypted with another one", value: expect.stringContaining("incorrect passphrase"), fix: expect.stringContaining("PULUMI_CONFIG_PASSPHRASE") }]);
});

it("another update that is running", async () => {
  const lock = join(estate.state, ".pulumi/locks/organization/firebreak/dev/11111111-1111-4111-8111-111111111111.json");
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, JSON.stringify({ pid: 4711, username: "ann", hostname: "build7", timestamp: "2026-01-01T00:00:00Z" }));
  const found = await problems(small);
  rmSync(lock);
  expect(found).toEqual([{ where: "stack", problem: "another update of it is running, or one was killed and left its lock", value: expect.stringContaining("ann@build7"), fix: expect.stringContaining("pulumi cancel") }]);
});

it.each([
  ["cut off", (text: string) => text.slice(0, 200), "it cannot be read: it is damaged or not a Pulumi state"],
  ["empty", () => "", "it cannot be read: it is damaged or not a Pulumi state"],
  ["no JSON at all", () => "hello", "it cannot be read: it is damaged or not a Pulumi state"],
  ["of a later version", (text: string) => text.replace(/"version":\s*\d+/, '"version": 99'), "it was written by another version of Pulumi than this one can read"],
])("a state that is %s", async (_what, damage, problem) => {
  const whole = readFileSync(stateFile, "utf8");
  writeFileSync(stateFile, damage(whole));
  const found = await problems(small);
  writeFileSync(stateFile, whole);
  expect(found).toEqual([expect.objectContaining({ where: "state", problem })]);
});

it("a stack that does not exist", async () => {
  expect(await problems({ ...small, stack: "prdo" })).toEqual([expect.objectContaining({ where: "--stack", value: "prdo", fix: "did you mean --stack prod?" })]);
});

it("a CLI that is not there", async () => {
  const result = withEngine({ ...small, cli: { path: join(estate.state, "no-such-pulumi"), version: "3.256.0" } }, (engine) => engine.up());
  await expect(result).resolves.toMatchObject({ ok: false, problems: [{ where: "pulumi", problem: expect.stringMatching(/the Pulumi CLI cannot be started: .*no-such-pulumi ENOENT/) }] });
});

it.each(["SIGINT", "SIGTERM"] as const)("%s in the middle of an update: the engine stops, no folder is left behind, the process ends by the signal", async (signal) => {
  const temporary = mkdtempSync(join(tmpdir(), "firebreak-signal-"));
  const script = `
    const { withEngine } = require(${JSON.stringify(join(ROOT, "operations/engine/workspace"))});
    void withEngine({ root: ${JSON.stringify(ROOT)}, stack: "dev", policyPack: false, env: { FIREBREAK_CLOUDS_LATENCY: "300" } }, async (engine) => {
      process.stdout.write("begun");
      return engine.up();
    });`;
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { cwd: ROOT, env: { ...process.env, TMPDIR: temporary }, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(readdirSync(temporary).filter((name) => name.startsWith("firebreak-engine-"))).toHaveLength(1);
  child.kill(signal);
  const ended = await new Promise((resolve) => child.once("close", (code, by) => resolve([code, by])));
  const left = readdirSync(temporary).filter((name) => name.startsWith("firebreak-engine-"));
  rmSync(temporary, { recursive: true, force: true });
  expect([ended, left]).toEqual([[null, signal], []]);
});
