"use strict";
const fs = require("node:fs");
const path = require("node:path");
const os = require("node:os");
const { spawn } = require("node:child_process");
const { setUp, SetupError } = require("./setup.cjs");

const ROOT = path.dirname(__dirname);

/** A step of a command: the arguments for node, and variables added to its environment. `more` is what the user typed. */
const program = (file) => (more) => ({ node: ["--import", tsx(), path.join(ROOT, file), ...more] });
const tool = (file, ...fixed) => (more) => ({ node: [path.join(ROOT, "node_modules", file), ...fixed, ...more] });
const withEnv = (env, step) => (more) => ({ ...step(more), env });
/** Relative paths count from where the user is: npm says so in INIT_CWD; started by hand it is the current folder. */
const fromHere = (step) => withEnv({ INIT_CWD: process.env.INIT_CWD || process.cwd() }, step);
const withoutArguments = (step) => () => step([]);

const runJest = tool("jest/bin/jest.js");
const rooms = () => ["infra", "policies", "operations", "clouds", "test"].filter((room) => fs.existsSync(path.join(ROOT, room)));

/** Every command, with its steps. All steps run even when one fails; the first failure is the exit code. */
const COMMANDS = {
  start: { about: "plan the stack, judge it, print what survives", steps: [fromHere(program("operations/start/main.ts"))] },
  test: { about: "unit tests (jest)", steps: [runJest] },
  "test:deep": { about: "unit tests with many more generated cases", steps: [withEnv({ FIREBREAK_DEEP: "1" }, runJest)] },
  "test:engine": {
    about: "tests on the real Pulumi engine with simulated clouds; obtains a Pulumi CLI if there is none",
    stopAtFailure: true,
    steps: [
      withoutArguments(program("operations/engine/obtain.ts")),
      withEnv({ FIREBREAK_ENGINE_TESTS: "1" }, tool("jest/bin/jest.js", "--runInBand", "--testPathPatterns", "test/engine/")),
    ],
  },
  lint: {
    about: "eslint, then the direction of imports (dependency-cruiser)",
    steps: [
      (more) => tool("eslint/bin/eslint.js", "--max-warnings", "0")(more.length > 0 ? more : ["."]),
      () => tool("dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", "--output-type", "err")(rooms()),
    ],
  },
  types: { about: "type check", steps: [tool("typescript/bin/tsc", "--noEmit")] },
  bench: { about: "measure plan, engine and proof", steps: [program("operations/bench/main.ts")] },
  catalog: { about: "what each resource type holds and how it survives", steps: [program("operations/catalog/main.ts")] },
  judge: { about: "judge a stack from an export, a preview's JSON or a plan's graph", steps: [fromHere(program("operations/judge/main.ts"))] },
  explain: { about: "tell one resource's story: where it is, what copies it, what each disaster does to it", steps: [fromHere(program("operations/explain/main.ts"))] },
};

/** The absolute address of tsx, so that a command works from any folder. */
function tsx() {
  return require("node:url").pathToFileURL(require.resolve("tsx", { paths: [ROOT] })).href;
}

/** Runs one step; resolves to its exit code (128 + number for a signal, as shells do). */
function run(step) {
  const child = spawn(process.execPath, step.node, { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...step.env } });
  const forward = (signal) => child.kill(signal);
  // Ctrl-C reaches the child by itself (same terminal); here it only must not end the parent first.
  const ignore = () => undefined;
  process.on("SIGINT", ignore).on("SIGTERM", forward).on("SIGHUP", forward);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      process.stderr.write(`firebreak: cannot start node: ${error.message}\n`);
      resolve(2);
    });
    child.on("close", (code, signal) => {
      process.off("SIGINT", ignore).off("SIGTERM", forward).off("SIGHUP", forward);
      resolve(signal ? 128 + (os.constants.signals[signal] || 0) : code);
    });
  });
}

/** Sets up what is missing, runs the command, ends the process with its exit code. */
async function main(argv) {
  const [name, ...rest] = argv;
  const command = Object.hasOwn(COMMANDS, name ?? "") ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const width = Math.max(...Object.keys(COMMANDS).map((each) => each.length));
    const list = Object.entries(COMMANDS).map(([each, { about }]) => `  ${each.padEnd(width)}  ${about}`);
    process.stderr.write(`${name === undefined ? "usage: node scripts/run.mjs <command> [arguments]" : `firebreak: no command "${name}"`}\n\n${list.join("\n")}\n`);
    process.exit(2);
  }
  try {
    await setUp(ROOT);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`firebreak: ${error.message}\n`);
    process.exit(error.exitCode);
  }
  let first = 0;
  for (const step of command.steps) {
    const code = await run(step(rest));
    if (first === 0) first = code;
    if (code > 128 || (code !== 0 && command.stopAtFailure)) break;
  }
  process.exit(first);
}

module.exports = { main, COMMANDS };
