import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ended, sleep, SmallProject } from "./project";

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, "../..");
let project: SmallProject;
beforeEach(() => (project = new SmallProject()));
afterEach(() => project.remove());

const STAMP = "node_modules/.firebreak-setup.json";

describe("set-up", () => {
  it("installs on the first run, says so on stderr only, and is skipped on the second", async () => {
    const first = await project.run(["test", "one"]);
    expect([first.code, first.stdout]).toEqual([0, '["one"]\n']);
    expect(first.stderr).toMatch(/^firebreak: installing dependencies .*4 packages/m);
    expect(first.stderr).toMatch(/^firebreak: dependencies installed in \d+ s$/m);
    const second = await project.run(["test", "two"]);
    expect([second.code, second.stdout, second.stderr, project.installs]).toEqual([0, '["two"]\n', "", 1]);
  });

  it("takes under 50 ms when there is nothing to do", async () => {
    await project.run(["test"]);
    const script = `const { setUp } = require("./scripts/setup.cjs"); const t = performance.now(); setUp(${JSON.stringify(project.root)}).then(() => console.log(performance.now() - t));`;
    const times: number[] = [];
    for (let run = 0; run < 5; run += 1) times.push(Number((await ended(spawn(process.execPath, ["-e", script], { cwd: project.root }))).stdout));
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it("installs again when the lock file changes", async () => {
    await project.run(["test"]);
    project.lock("2.0.0");
    expect((await project.run(["test"])).code).toBe(0);
    expect([project.installs, project.isInstalled("2.0.0")]).toEqual([2, true]);
  });

  it("installs again for another Node", async () => {
    await project.run(["test"]);
    const stamp = JSON.parse(readFileSync(project.path(STAMP), "utf8")) as Record<string, string>;
    writeFileSync(project.path(STAMP), JSON.stringify({ ...stamp, abi: "1" }));
    expect((await project.run(["test"])).code).toBe(0);
    expect(project.installs).toBe(2);
  });

  it("takes over what somebody installed with npm itself", async () => {
    await project.run(["test"]);
    rmSync(project.path(STAMP));
    expect((await project.run(["test"])).stderr).toBe("");
    expect([project.installs, existsSync(project.path(STAMP))]).toEqual([1, true]);
  });

  it.each(["node_modules/beta", "node_modules/.package-lock.json"])("installs again where %s is missing and no stamp vouches for the rest", async (missing) => {
    await project.run(["test"]);
    for (const gone of [STAMP, missing]) rmSync(project.path(gone), { recursive: true });
    expect((await project.run(["test"])).code).toBe(0);
    expect([project.installs, project.isInstalled()]).toEqual([2, true]);
  });

  it.each([0, 60, 120, 180, 240, 320, 400])("killed after %i ms with everything it started, it is completed by the next run", async (delay) => {
    const child = spawn(process.execPath, [project.path("scripts/run.mjs"), "test"], { cwd: project.root, env: { ...project.environment(), FAKE_NPM_PAUSE: "60" }, stdio: "ignore", detached: true });
    await sleep(delay);
    process.kill(-(child.pid ?? 0), "SIGKILL");
    const next = await project.run(["test", "after"]);
    expect([next.code, next.stdout, project.isInstalled(), existsSync(project.path(STAMP))]).toEqual([0, '["after"]\n', true, true]);
  });

  it("killed while its npm lives on, the next run waits for that npm instead of working against it", async () => {
    const child = project.spawn(["test"], { FAKE_NPM_PAUSE: "250" });
    while (project.installs === 0) await sleep(20);
    await sleep(50);
    child.kill("SIGKILL");
    const next = await project.run(["test", "after"]);
    expect([next.code, next.stdout, project.installs, project.isInstalled()]).toEqual([0, '["after"]\n', 1, true]);
    expect(next.stderr).toMatch(/waiting for another set-up of this folder \(process \d+\)/);
  });

  it("three at once install once", async () => {
    const all = await Promise.all(["1", "2", "3"].map((name) => project.run(["test", name], { FAKE_NPM_PAUSE: "80" })));
    expect(all.map(({ code, stdout }) => [code, stdout])).toEqual([[0, '["1"]\n'], [0, '["2"]\n'], [0, '["3"]\n']]);
    expect(project.installs).toBe(1);
  });

  it("a lock that a dead process left, even one whose number lives again, is no obstacle", async () => {
    mkdirSync(project.path(".firebreak/locks/setup"), { recursive: true });
    for (const name of ["999999.1.0", `${process.pid}.1.0`]) writeFileSync(project.path(".firebreak/locks/setup", name), "");
    expect((await project.run(["test"])).code).toBe(0);
  });

  it.each([
    ["ENOTFOUND", /the npm registry cannot be reached/],
    ["EUSAGE", /package\.json and package-lock\.json do not agree/],
    ["ENOSPC", /the disk is full/],
    ["EACCES", /may not be written/],
    ["EINTEGRITY", /not what package-lock\.json says/],
    ["E404", /lacks a package/],
    ["ESTRANGE", /npm ci failed/],
  ])("npm fails with %s: one message, exit code 2, nothing on stdout, and the command is not run", async (code, said) => {
    const failed = await project.run(["test"], { FAKE_NPM: code });
    expect([failed.code, failed.stdout]).toEqual([2, ""]);
    expect(failed.stderr).toMatch(said);
    expect(failed.stderr).toMatch(/^ {2}npm error what happened$/m);
    expect(failed.stderr).not.toMatch(/^\s+at |complete log/m);
    expect((await project.run(["test"])).code).toBe(0);
  });

  it("npm hangs and the registry cannot be reached: gives up within 20 s, says so, exit code 2", async () => {
    const began = Date.now();
    const failed = await project.run(["test"], { FAKE_NPM: "HANGS" });
    expect([failed.code, failed.stdout]).toEqual([2, ""]);
    expect(failed.stderr).toContain("the npm registry cannot be reached");
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  it("npm is missing: says so, exit code 2", async () => {
    const failed = await project.run(["test"], {}, false);
    expect([failed.code, failed.stdout]).toEqual([2, ""]);
    expect(failed.stderr).toContain("npm is not on PATH");
  });

  it("the lock file is missing: says so, exit code 2", async () => {
    rmSync(project.path("package-lock.json"));
    const failed = await project.run(["test"]);
    expect([failed.code, failed.stdout, failed.stderr]).toEqual([2, "", expect.stringContaining("cannot read package-lock.json (ENOENT)")]);
  });
});

describe("commands", () => {
  beforeEach(() => project.run(["test"]));

  it("passes arguments and the exit code through", async () => {
    expect(await project.run(["test", "--json", "a b"], { FAKE_JEST: "3" })).toMatchObject({ code: 3, stdout: '["--json","a b"]\n', stderr: "" });
  });

  it("passes SIGTERM on and ends as the command ends", async () => {
    const child = project.spawn(["test"], { FAKE_JEST: "wait" });
    const result = ended(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill("SIGTERM");
    expect((await result).code).toBe(7);
  });

  it("an unknown command: lists the commands, exit code 2", async () => {
    const { code, stdout, stderr } = await project.run(["strat"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('no command "strat"');
    expect(stderr).toMatch(/^ {2}test:engine +\S/m);
  });

  it("an old Node: says which is needed, exit code 2", async () => {
    const old = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.0" } }); import(${JSON.stringify(join(ROOT, "scripts/run.mjs"))});`;
    const { code, stderr } = await ended(spawn(process.execPath, ["-e", old]));
    expect([code, stderr]).toEqual([2, expect.stringContaining("needs Node 20 or newer; this is 18.20.0")]);
  });

  it("every npm script is a command here, and every command an npm script", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
    const { COMMANDS } = jest.requireActual<{ COMMANDS: Record<string, unknown> }>("../../scripts/commands.cjs");
    expect(scripts).toEqual(Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, `node scripts/run.mjs ${name}`])));
  });
});
