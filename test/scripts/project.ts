import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Packages of the small project's lock file. */
const PACKAGES = ["alpha", "beta", "gamma", "jest"];

/** `jest` of the small project: says its arguments, then does what FAKE_JEST says. */
const FAKE_JEST = `
const wait = process.env.FAKE_JEST === "wait";
if (wait) process.on("SIGTERM", () => process.exit(7));
process.stdout.write(JSON.stringify(process.argv.slice(2)) + "\\n");
if (wait) setInterval(() => {}, 1000);
else process.exitCode = Number(process.env.FAKE_JEST ?? 0);
`;

/**
 * An npm that installs a package every so often and its own record last, as npm does; it counts its calls, and fails the
 * way FAKE_NPM says. It removes everything first, again as \`npm ci\` does, and knows nothing of who started it.
 */
const FAKE_NPM = `#!${process.execPath}
const fs = require("node:fs");
if (process.argv[2] === "ping") {
  console.error("npm error code ENOTFOUND\\nnpm error network request to a registry failed");
  process.exit(1);
}
fs.appendFileSync("npm-calls", process.argv.slice(2).join(" ") + "\\n");
const failure = process.env.FAKE_NPM;
if (failure === "HANGS") return setInterval(() => {}, 1000);
if (failure) {
  console.error("npm error code " + failure + "\\nnpm error what happened\\nnpm error A complete log of this run can be found in: somewhere");
  process.exit(1);
}
fs.rmSync("node_modules", { recursive: true, force: true });
const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
const todo = Object.keys(packages).filter((folder) => folder !== "");
const pause = Number(process.env.FAKE_NPM_PAUSE ?? 1);
const next = () => {
  const folder = todo.shift();
  if (folder === undefined) {
    const { "": _project, ...rest } = packages;
    fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages: rest }));
    return;
  }
  fs.mkdirSync(folder + "/bin", { recursive: true });
  fs.writeFileSync(folder + "/package.json", JSON.stringify({ version: packages[folder].version }));
  if (folder.endsWith("/jest")) fs.writeFileSync(folder + "/bin/jest.js", ${JSON.stringify(FAKE_JEST)});
  setTimeout(next, pause);
};
next();
`;

/** A project with our scripts and four tiny packages, whose npm is a stand-in. */
export class SmallProject {
  readonly root = mkdtempSync(join(tmpdir(), "firebreak-setup-"));
  readonly #bin = join(this.root, "bin");

  constructor() {
    cpSync(join(ROOT, "scripts"), join(this.root, "scripts"), { recursive: true });
    mkdirSync(this.#bin);
    writeFileSync(join(this.#bin, "npm"), FAKE_NPM);
    chmodSync(join(this.#bin, "npm"), 0o755);
    this.lock("1.0.0");
  }

  /** Writes the lock file, with every package at this version. */
  lock(version: string): void {
    const packages = Object.fromEntries(PACKAGES.map((name) => [`node_modules/${name}`, { version, integrity: `sha512-${name}${version}` }]));
    writeFileSync(join(this.root, "package-lock.json"), JSON.stringify({ name: "small", packages: { "": {}, "node_modules/elsewhere": { version, optional: true }, ...packages } }));
  }

  /** How often npm was asked to install. */
  get installs(): number {
    return existsSync(join(this.root, "npm-calls")) ? readFileSync(join(this.root, "npm-calls"), "utf8").trim().split("\n").length : 0;
  }

  path(...names: readonly string[]): string {
    return join(this.root, ...names);
  }

  isInstalled(version = "1.0.0"): boolean {
    return PACKAGES.every((name) => {
      const file = this.path("node_modules", name, "package.json");
      return existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version === version;
    });
  }

  /** This process's environment with the stand-in as the only npm, or none. */
  environment(npm = true): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => name !== "npm_execpath");
    return { ...Object.fromEntries(inherited), PATH: npm ? `${this.#bin}:${dirname(process.execPath)}` : this.path("nowhere") };
  }

  /** Starts `node scripts/run.mjs`; without npm on PATH if `npm` is false. */
  spawn(args: readonly string[], env: Readonly<Record<string, string>> = {}, npm = true): ChildProcess {
    const options = { cwd: this.root, env: { ...this.environment(npm), ...env } };
    return spawn(process.execPath, [this.path("scripts", "run.mjs"), ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  }

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}, npm = true): Promise<Ended> {
    return ended(this.spawn(args, env, npm));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Waits for a process and what it printed. */
export function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((done) => child.on("close", (code, signal) => done({ code, signal, stdout, stderr })));
}

export const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
