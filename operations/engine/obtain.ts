/** Makes sure that there is a Pulumi CLI, and says which: the first step of `npm run test:engine`. */
import { resolve } from "node:path";
import { EXIT, problemLines } from "../errors";
import { obtainCli } from "./cli";

const say = (line: string): void => void process.stderr.write(`firebreak: ${line}\n`);

async function main(): Promise<void> {
  const began = Date.now();
  const obtained = await obtainCli({ root: resolve(__dirname, "../.."), say });
  if (!obtained.ok) {
    process.stderr.write(`${problemLines(obtained.problems).join("\n")}\n`);
    process.exitCode = EXIT.couldNotRun;
    return;
  }
  say(`Pulumi engine ${obtained.cli.version} at ${obtained.cli.path} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

void main();
