/** `npm run bench`: measures the plan, the engine's preview of the same stack, and the proof. */
import { resolve } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { EXIT } from "../errors";
import { table } from "../report/table";
import type { Measurement } from "./measure";
import { SUITES, type Finding } from "./suites";

const ROOT = resolve(__dirname, "../..");
const WIDTH = 100;

interface Options {
  readonly json: boolean;
  readonly only: string;
  readonly runs: number;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("Allowed is a whole number from 1 to 99.");
  return Number(text);
}

function isMeasurement(finding: Finding): finding is Measurement {
  return "value" in finding;
}

function optionsOf(args: readonly string[]): Options {
  return new Command("npm run bench --")
    .description("Measures the plan of prod, the engine's preview of the same stack on this machine, and the proof on generated graphs.")
    .option("--json", "print one JSON object a line: name, value, unit, n", false)
    .option("--only <prefix>", "only what begins with this, for example plan or proof/10000", "")
    .option("--runs <n>", "runs of which the median is told", wholeNumber, 5)
    .allowExcessArguments(false)
    .exitOverride()
    .parse([...args], { from: "user" })
    .opts<Options>();
}

async function main({ json, only, runs }: Options): Promise<number> {
  const names = SUITES.flatMap((suite) => suite.names);
  // A whole name means itself and its parts: proof/1000 is not proof/10000.
  const wanted = (name: string) => (names.includes(only) ? name === only || name.startsWith(`${only}/`) : name.startsWith(only));
  const suites = SUITES.filter((suite) => suite.names.some(wanted));
  if (suites.length === 0) {
    process.stderr.write(`nothing is named ${JSON.stringify(only)}; the names are ${names.join(", ")}\n`);
    return EXIT.couldNotRun;
  }
  const measured: Measurement[] = [];
  let failed = false;
  for (const suite of suites) {
    if (!json) process.stderr.write(`measuring ${suite.names[0] ?? ""} ...\n`);
    for (const finding of await suite.run(ROOT, runs)) {
      if (!isMeasurement(finding)) {
        process.stderr.write(`${finding.name} was not measured: ${finding.why}\n`);
        failed ||= finding.failed === true;
      } else if (wanted(finding.name)) {
        if (json) process.stdout.write(`${JSON.stringify(finding)}\n`);
        measured.push(finding);
      }
    }
  }
  if (!json) process.stdout.write(`${rows(measured).join("\n")}\n`);
  return failed ? EXIT.couldNotRun : EXIT.survives;
}

function rows(measured: readonly Measurement[]): readonly string[] {
  const columns = [{ title: "measurement", width: 28 }, { title: "median", width: 10, align: "right" as const }, { title: "unit", width: 8 }, { title: "runs", width: 5, align: "right" as const }];
  return table(columns, measured.map(({ name, value, unit, n }) => [name, String(value), unit, String(n)]), { color: false, width: WIDTH });
}

async function run(): Promise<void> {
  try {
    process.exitCode = await main(optionsOf(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.survives : EXIT.couldNotRun;
  }
}

void run();
