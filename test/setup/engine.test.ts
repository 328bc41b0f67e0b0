/** Finding, making and keeping a Pulumi CLI, with stand-ins for pulumi and go. */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "../../operations/engine/build";
import { cacheFolder, engineFolder } from "../../operations/engine/cache";
import { findCli, obtainCli, type ObtainOptions } from "../../operations/engine/cli";
import { compareVersions, ENGINE_VERSION, OLDEST_ENGINE, OLDEST_GO } from "../../operations/engine/versions";

jest.setTimeout(60_000);

const ROOT = resolve(__dirname, "../..");
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "firebreak-cli-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

function executable(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!${process.execPath}\n${script}`);
  chmodSync(path, 0o755);
  return path;
}

const pulumi = (path: string, version: string) => executable(join(folder, path), `console.log(${JSON.stringify(version)});`);

/** A go that says its version and "builds" a pulumi by writing one; it counts its builds. */
function go(version: string, { toolchain = "local", says = ENGINE_VERSION, fails = "", pause = 0 } = {}): void {
  executable(join(folder, "go/go"), `
const fs = require("node:fs");
if (process.argv[2] === "env") console.log("go${version}\\n${toolchain}");
else {
  fs.appendFileSync(${JSON.stringify(join(folder, "builds"))}, process.cwd() + "\\n");
  fs.writeFileSync("pulumi", "half of it");
  const finish = () => {
    if (${JSON.stringify(fails)}) { console.error("net/http\\n" + ${JSON.stringify(fails)}); process.exit(1); }
    fs.writeFileSync("pulumi", "#!${process.execPath}\\nconsole.log('v${says}');");
    fs.chmodSync("pulumi", 0o755);
  };
  setTimeout(finish, ${pause});
}`);
}

function options(path: readonly string[] = []): ObtainOptions & { readonly said: string[] } {
  const said: string[] = [];
  const env = { HOME: join(folder, "home"), FIREBREAK_CACHE: join(folder, "cache"), PATH: [...path.map((each) => join(folder, each)), join(folder, "go")].join(":") };
  return { root: ROOT, env, say: (line) => void said.push(line), said, ways: [build] };
}

const builds = () => (existsSync(join(folder, "builds")) ? readFileSync(join(folder, "builds"), "utf8").trim().split("\n").length : 0);
const kept = () => join(engineFolder(join(folder, "cache"), ENGINE_VERSION), "pulumi");

describe("versions", () => {
  it("compares by number", () => {
    expect([compareVersions("3.99.0", "3.256.0") < 0, compareVersions("v3.256.0", "3.256.0"), compareVersions("3.257.0-alpha.1", "3.256.0") > 0, compareVersions("1.26", "1.25.11") > 0]).toEqual([true, 0, true, true]);
  });

  it("the modules that are built are of the version that is stated, and ask for no newer Go", () => {
    const module = readFileSync(join(ROOT, "operations/engine/module/go.mod"), "utf8");
    for (const part of ["pkg", "sdk"]) expect(module).toContain(`github.com/pulumi/pulumi/${part}/v3 v${ENGINE_VERSION}\n`);
    expect(/^go (\S+)$/m.exec(module)?.[1]).toBe(OLDEST_GO);
    expect(readFileSync(join(ROOT, "operations/engine/module/go.sum"), "utf8")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION} h1:`);
  });
});

describe("finding", () => {
  it("takes the first on PATH that is new enough and knows its version", async () => {
    pulumi("old/pulumi", "v3.99.0");
    pulumi("development/pulumi", "");
    const good = pulumi("good/pulumi", `v${OLDEST_ENGINE}`);
    pulumi("later/pulumi", "v3.999.0");
    expect(await findCli(options(["old", "development", "good", "later"]))).toEqual({ path: good, version: OLDEST_ENGINE });
  });

  it.each([
    ["where Pulumi's installer puts it", "home/.pulumi/bin/pulumi"],
    ["where the Automation API and the npm package put it", "home/.pulumi/versions/3.260.0/bin/pulumi"],
  ])("looks %s", async (_what, path) => {
    const there = pulumi(path, "v3.260.0");
    expect(await findCli(options())).toEqual({ path: there, version: "3.260.0" });
  });

  it("finds nothing on a machine without one", async () => {
    expect(await findCli(options())).toBeUndefined();
  });

  it.each([
    [{ FIREBREAK_CACHE: "/a", XDG_CACHE_HOME: "/b", HOME: "/" }, "/a"],
    [{ XDG_CACHE_HOME: "/b", HOME: "/" }, "/b/firebreak"],
    [{ HOME: tmpdir() }, join(tmpdir(), ".cache/firebreak")],
    [{ HOME: "/no/such/home" }, "/project/.firebreak/cache"],
  ])("keeps its cache where %j says: %s", (env, expected) => {
    expect(cacheFolder("/project", env)).toBe(expected);
  });
});

describe("building", () => {
  it("builds once, keeps it with its checksum, and finds it the next time", async () => {
    go("1.26.0");
    const first = options();
    expect(await obtainCli(first)).toEqual({ ok: true, cli: { path: kept(), version: ENGINE_VERSION } });
    expect(first.said[0]).toMatch(/^building the Pulumi engine 3\.\d+\.\d+ from Go modules/);
    const second = options();
    expect([(await obtainCli(second)).ok, second.said, builds()]).toEqual([true, [], 1]);
    expect(JSON.parse(readFileSync(join(dirname(kept()), "engine.json"), "utf8"))).toEqual({ version: ENGINE_VERSION, origin: "built with go1.26.0", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it.each([
    ["changed", () => writeFileSync(kept(), "#!/bin/sh\necho v3.256.0\n")],
    ["gone", () => rmSync(kept())],
    ["without its checksum", () => rmSync(join(dirname(kept()), "engine.json"))],
  ])("builds again when what it kept is %s", async (_what, damage) => {
    go("1.26.0");
    await obtainCli(options());
    damage();
    const again = options();
    expect([(await obtainCli(again)).ok, builds()]).toEqual([true, 2]);
    expect(again.said[0]).toContain("damaged and is made again");
  });

  it("killed in the middle, it leaves nothing that looks finished, and the next run builds", async () => {
    go("1.26.0", { pause: 3000 });
    const script = `const { obtainCli } = require(${JSON.stringify(join(ROOT, "operations/engine/cli"))}); const { build } = require(${JSON.stringify(join(ROOT, "operations/engine/build"))}); void obtainCli({ root: ${JSON.stringify(ROOT)}, say: () => {}, ways: [build], env: ${JSON.stringify(options().env)} });`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], { cwd: ROOT, stdio: "ignore", detached: true });
    while (builds() === 0) await new Promise((done) => setTimeout(done, 50));
    process.kill(-(child.pid ?? 0), "SIGKILL");
    expect(await findCli(options())).toBeUndefined();
    go("1.26.0");
    expect([await obtainCli(options()), builds()]).toEqual([{ ok: true, cli: { path: kept(), version: ENGINE_VERSION } }, 2]);
    expect(readdirSync(join(folder, "cache/engine"))).toEqual([`${ENGINE_VERSION}-${process.platform}-${process.arch}`]);
  });

  it("two at once build once", async () => {
    go("1.26.0", { pause: 500 });
    const both = await Promise.all([obtainCli(options()), obtainCli(options())]);
    expect([both.map(({ ok }) => ok), builds()]).toEqual([[true, true], 1]);
  });

  it.each([
    ["there is no go", undefined, "there is no go on PATH", "install Go"],
    ["go is too old to fetch a newer one", { version: "1.20.1", toolchain: "auto" }, "Go 1.20.1 is too old", `install Go ${OLDEST_GO} or newer`],
    ["go may not fetch a newer one", { version: "1.24.0", toolchain: "local" }, "GOTOOLCHAIN=local", `install Go ${OLDEST_GO} or newer`],
    ["the module proxy cannot be reached", { version: "1.26.0", fails: 'go: proxy.test/x: dial tcp: lookup proxy.test: no such host' }, "go build failed: go: proxy.test/x: dial tcp", "check that the Go module proxy can be reached"],
    ["a module is not what it was", { version: "1.26.0", fails: "verifying x: checksum mismatch" }, "checksum mismatch", "do not trust the Go module proxy"],
    ["the disk is full", { version: "1.26.0", fails: "write x: no space left on device" }, "no space left", "free 3 GB"],
    ["the result is another version", { version: "1.26.0", says: "3.1.0" }, "says that it is version 3.1.0, not", "report this"],
  ])("%s: says so, and what to do", async (_what, made, problem, fix) => {
    if (made !== undefined) go(made.version, made);
    const result = await obtainCli(options());
    expect(result).toEqual({ ok: false, problems: [{ where: "Pulumi CLI, build from Go modules", problem: expect.stringContaining(problem), fix: expect.stringContaining(fix) }] });
    expect(await findCli(options())).toBeUndefined();
  });

  it("lets a Go that may fetch a newer toolchain do so", async () => {
    go("1.22.0", { toolchain: "auto" });
    expect((await obtainCli(options())).ok).toBe(true);
  });

  it("says that the cache cannot be written", async () => {
    go("1.26.0");
    writeFileSync(join(folder, "cache"), "a file where a folder is needed");
    expect(await obtainCli(options())).toEqual({ ok: false, problems: [expect.objectContaining({ where: "cache", fix: expect.stringContaining("FIREBREAK_CACHE") })] });
  });
});
