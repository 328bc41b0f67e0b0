/** `npm run catalog`: what the catalog covers, and what it says of one resource type. */
import Table from "cli-table3";
import { Command, CommanderError } from "commander";
import { catalogRows, classify, sdkPackages } from "../../policies/catalog/catalog";
import { EXIT, messageOf, problemLines, type Problem } from "../errors";
import { coverage, type Coverage } from "./coverage";
import { explain } from "./explain";
import { findType } from "./lookup";
import { installedSdk } from "./sdk";

/** What the command prints and how it ends. */
export interface Answer {
  readonly text: string;
  readonly code: number;
  /** Where the text belongs. */
  readonly to: "stdout" | "stderr";
}

/** Runs the command on its arguments (without node and script). */
export function catalog(args: readonly string[]): Answer {
  const written: string[] = [];
  const command = new Command("npm run catalog --")
    .description("What the catalog covers, or what it says of one resource type.")
    .argument("[type]", "a type such as aws:s3/bucket:Bucket, or its name in a program, such as aws.s3.Bucket")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExit codes: 0 printed, and every type of the installed SDKs is classified; 1 some type is not; 2 could not run.")
    .exitOverride()
    .configureOutput({ writeOut: (text) => written.push(text), writeErr: (text) => written.push(text) });
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? { text: written.join(""), code: EXIT.survives, to: "stdout" } : { text: written.join(""), code: EXIT.couldNotRun, to: "stderr" };
  }
  const json = command.opts<{ readonly json?: boolean }>().json === true;
  const type = command.processedArgs[0] as string | undefined;
  return type === undefined ? summary(json) : one(type, json);
}

function one(text: string, json: boolean): Answer {
  const found = findType(text, catalogRows().map((row) => row.type));
  const row = "type" in found ? classify(found.type) : classify(text);
  if (row !== undefined) return { text: json ? line(row) : explain(row), code: EXIT.survives, to: "stdout" };
  const suggestions = "suggestions" in found ? found.suggestions : [];
  return refuse({
    where: "type",
    problem: "the catalog does not list this resource type, so that it would be rejected as unclassified",
    value: text,
    allowed: `the types of ${sdkPackages().map((entry) => `${entry.sdk} ${entry.version}`).join(", ")}`,
    fix: suggestions.length === 0 ? "check the spelling, or add a row to policies/catalog/data" : `did you mean ${suggestions.join(" or ")}?`,
  });
}

function summary(json: boolean): Answer {
  const covered: Coverage[] = [];
  const absent: string[] = [];
  for (const { package: name, sdk, version } of sdkPackages().filter((entry) => entry.package !== "pulumi")) {
    const installed = installedSdk(sdk);
    if (installed === undefined) absent.push(sdk);
    else covered.push(coverage(sdk, version, installed, catalogRows(name)));
  }
  if (absent.length > 0) {
    return refuse({ where: "node_modules", problem: "the SDKs whose types are to be counted are not installed", value: absent.join(", "), fix: "run npm start once, or npm ci" });
  }
  const complete = covered.every((sdk) => sdk.missing.length + sdk.gone.length === 0);
  return { text: json ? line({ sdks: covered }) : table(covered), code: complete ? EXIT.survives : EXIT.rejected, to: "stdout" };
}

function table(covered: readonly Coverage[]): string {
  const rows = new Table({ head: ["SDK", "version", "types", "classified", "stateful", "with a mechanism", "without any"], style: { head: [], border: [] }, colAligns: ["left", "left", "right", "right", "right", "right", "right"] });
  for (const sdk of covered) rows.push([sdk.sdk, sdk.version, sdk.types, sdk.classified, sdk.stateful, sdk.withMechanism, sdk.withoutMechanism]);
  const differences = covered.flatMap((sdk) => [
    ...sdk.missing.map((type) => `not classified: ${type}`),
    ...sdk.gone.map((type) => `not in ${sdk.sdk} ${sdk.version} any more: ${type}`),
  ]);
  return `${[rows.toString(), ...differences].join("\n")}\n`;
}

function refuse(problem: Problem): Answer {
  return { text: `${problemLines([problem]).join("\n")}\n`, code: EXIT.couldNotRun, to: "stderr" };
}

function line(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function run(): Answer {
  try {
    return catalog(process.argv.slice(2));
  } catch (error) {
    return refuse({ where: "catalog", problem: messageOf(error), fix: "the catalog's tables may be damaged: restore policies/catalog/data" });
  }
}

if (require.main === module) {
  const answer = run();
  process[answer.to].write(answer.text, () => process.exit(answer.code));
}
