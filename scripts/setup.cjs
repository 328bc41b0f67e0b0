"use strict";
/**
 * Installs the dependencies when they are missing or stale, and only then.
 *
 * A stamp in node_modules says what is installed. It is removed before anything is touched and written last, in one
 * step, so a set-up that was killed at any moment is seen as not done and is done again. Says nothing on stdout.
 */
const fs = require("node:fs");
const path = require("node:path");
const { createHash } = require("node:crypto");
const { spawn } = require("node:child_process");
const { acquire } = require("./lock.cjs");

class SetupError extends Error {
  constructor(message, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

const STAMP = ".firebreak-setup.json";
const say = (line) => process.stderr.write(`firebreak: ${line}\n`);

/** What has to be installed: this lock file, for this Node on this machine. */
function wanted(root) {
  let lock;
  try {
    lock = fs.readFileSync(path.join(root, "package-lock.json"));
  } catch (error) {
    throw new SetupError(`cannot read package-lock.json (${error.code}); it names what to install. Restore it: git checkout package-lock.json`);
  }
  const { platform, arch, versions } = process;
  return { lock: createHash("sha256").update(lock).digest("hex"), platform, arch, abi: versions.modules };
}

function readStamp(root) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, "node_modules", STAMP), "utf8"));
  } catch {
    return undefined;
  }
}

const same = (a, b) => a !== undefined && Object.keys(b).every((key) => a[key] === b[key]);

function writeStamp(root, stamp) {
  const file = path.join(root, "node_modules", STAMP);
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(stamp));
  fs.renameSync(draft, file);
}

/** The packages of package-lock.json by folder, without the project itself. */
function locked(root) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
  return Object.entries(packages).filter(([folder]) => folder !== "");
}

/** True when npm's own record, which it writes last, and the folders themselves show all that package-lock.json asks for. */
function isComplete(root) {
  try {
    const { packages } = JSON.parse(fs.readFileSync(path.join(root, "node_modules", ".package-lock.json"), "utf8"));
    return locked(root).every(([folder, want]) => {
      const got = packages[folder];
      if (got === undefined) return want.optional === true;
      return got.version === want.version && got.integrity === want.integrity && fs.existsSync(path.join(root, folder, "package.json"));
    });
  } catch {
    return false;
  }
}

/** How to start npm: the one that started us where it did, else the one on PATH. */
function npm(args) {
  const own = process.env.npm_execpath;
  if (own !== undefined && path.basename(own) === "npm-cli.js" && fs.existsSync(own)) return { file: process.execPath, args: [own, ...args], shell: false };
  return process.platform === "win32" ? { file: "npm.cmd", args, shell: true } : { file: "npm", args, shell: false };
}

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/;

/** One sentence a person can act on, from npm's exit code and its last words. */
function explain(code, output) {
  const words = output.split(/\r?\n/).filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|^npm (error|ERR!)\s*(at .*)?$/.test(line));
  const detail = words.slice(0, 6).map((line) => `  ${line}`).join("\n");
  const has = (pattern) => pattern.test(output);
  const cause = has(UNREACHABLE)
    ? "the npm registry cannot be reached. Check the network, the proxy (npm config get proxy) and the registry (npm config get registry), then run this again"
    : has(/EUSAGE/)
      ? "package.json and package-lock.json do not agree. Run `npm install`, then this again"
      : has(/ENOSPC/)
        ? "the disk is full. Free some space (about 1 GB is needed), then run this again"
        : has(/EACCES|EPERM|EROFS/)
          ? "a file or folder may not be written. Check who owns this folder and node_modules, then run this again"
          : has(/EINTEGRITY/)
            ? "a package is not what package-lock.json says it is. Run `npm cache verify`, then this again; if it stays, do not trust the registry in use"
            : has(/E404|ETARGET/)
              ? "the registry in use lacks a package of package-lock.json. Check it: npm config get registry"
              : "npm ci failed. Its own words are below; run `npm ci` to see all of them";
  return `cannot install the dependencies (npm: ${code}): ${cause}.${detail === "" ? "" : `\n${detail}`}`;
}

/** Reports every second on a terminal, every ten elsewhere. */
function progress(root) {
  const folders = locked(root).filter(([, each]) => each.optional !== true).map(([folder]) => folder);
  const began = Date.now();
  const tty = process.stderr.isTTY;
  const count = () => folders.filter((folder) => fs.existsSync(path.join(root, folder, "package.json"))).length;
  const line = () => `installing dependencies: ${count()} of ${folders.length} packages, ${Math.round((Date.now() - began) / 1000)} s`;
  say(`installing dependencies into node_modules (${folders.length} packages; once, about half a minute)`);
  const timer = setInterval(() => (tty ? process.stderr.write(`\r\u001b[2Kfirebreak: ${line()}`) : say(line())), tty ? 1000 : 10000);
  const finish = (done) => {
    clearInterval(timer);
    if (tty) process.stderr.write("\r\u001b[2K");
    if (done) say(`dependencies installed in ${Math.round((Date.now() - began) / 1000)} s`);
  };
  return { count, finish };
}

const PATIENCE = 8000;

/**
 * Without a network npm tries every package again and again, for minutes. Where nothing has arrived after a while, one
 * request tells whether the registry can be reached at all; `giveUp` is called with npm's words if not. Packages that
 * come from npm's own cache need no network, so a registry out of reach alone is no reason. Returns the function that ends it.
 */
function watch(count, giveUp) {
  let over = false;
  const timer = setTimeout(() => {
    if (count() > 0) return;
    const command = npm(["ping", "--fetch-retries=0", "--fetch-timeout=10000"]);
    const child = spawn(command.file, command.args, { shell: command.shell, stdio: ["ignore", "ignore", "pipe"] });
    let output = "";
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", () => undefined);
    child.on("close", (code) => {
      if (!over && code !== 0 && UNREACHABLE.test(output) && count() === 0) giveUp(output);
    });
  }, PATIENCE);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** Runs `npm ci`; throws a SetupError with what to do when it fails. */
async function install(root, lock) {
  const args = ["ci", "--include=dev", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000"];
  const command = npm(args);
  const { count, finish } = progress(root);
  const child = spawn(command.file, command.args, { cwd: root, shell: command.shell, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid !== undefined) lock.adopt(child.pid);
  let output = "";
  const keep = (chunk) => (output = (output + chunk).slice(-20000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  let givenUp;
  const unwatch = watch(count, (words) => {
    givenUp = words;
    child.kill("SIGKILL");
  });
  let interrupted = 0;
  const stop = (signal, number) => {
    interrupted = 128 + number;
    child.kill(signal);
    // npm takes a signal as a wish to put things back, and may wait for the network in doing so.
    setTimeout(() => child.kill("SIGKILL"), 3000).unref();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
  const code = await new Promise((resolve) => child.on("error", (error) => resolve(error.code)).on("close", (exit, signal) => resolve(exit ?? signal)));
  process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
  unwatch();
  finish(code === 0);
  if (interrupted !== 0) throw new SetupError("interrupted while installing the dependencies; the next run starts again", interrupted);
  if (code === "ENOENT") throw new SetupError("npm is not on PATH, and the dependencies have to be installed. Install Node with npm (nodejs.org), then run this again.");
  if (code !== 0) throw new SetupError(explain(givenUp === undefined ? code : "given up", givenUp ?? output));
}

/** Makes node_modules what package-lock.json says. Takes under 50 ms when it already is. Throws SetupError. */
async function setUp(root) {
  const want = wanted(root);
  if (same(readStamp(root), want)) return;
  try {
    const lock = await acquire(path.join(root, ".firebreak", "locks", "setup"), (pid) => say(`waiting for another set-up of this folder (process ${pid})`));
    try {
      const stamp = readStamp(root);
      if (same(stamp, want)) return;
      const sameMachine = stamp === undefined || same(stamp, { platform: want.platform, arch: want.arch, abi: want.abi });
      if (!(sameMachine && isComplete(root))) {
        // Both records go first: nothing that stops half-way may look finished.
        for (const record of [STAMP, ".package-lock.json"]) fs.rmSync(path.join(root, "node_modules", record), { force: true });
        await install(root, lock);
        if (!isComplete(root)) throw new SetupError("npm ci ended well, but packages of package-lock.json are missing in node_modules. Run `npm ci` and look at what it says.");
      }
      writeStamp(root, want);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof SetupError || !["EACCES", "EPERM", "EROFS", "ENOSPC"].includes(error.code)) throw error;
    throw new SetupError(`cannot write ${error.path ?? root} (${error.code}). The project folder must be writable and its disk not full.`);
  }
}

module.exports = { setUp, SetupError };
