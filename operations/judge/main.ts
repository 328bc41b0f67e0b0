/** `npm run judge`: judges a stack from a file, prints what survives. */
import { EXIT, messageOf } from "../errors";
import { deliverReport } from "../start/deliver";
import { couldNotRun, end } from "../start/ending";
import { styleOf } from "../start/style";
import { judgeFile } from "./judge";
import { parseOptions } from "./options";

/** Where the user typed the command: npm and the commands' own start change the folder. */
const FOLDER = process.env["INIT_CWD"] ?? process.cwd();

async function main(args: readonly string[]): Promise<void> {
  const parsed = parseOptions(args);
  if (!parsed.ok) return end(parsed.exitCode === EXIT.survives ? process.stdout : process.stderr, parsed.message, parsed.exitCode);
  const { options } = parsed;
  try {
    const judged = await judgeFile({ ...options, folder: FOLDER, stdin: process.stdin });
    if (!judged.ok) return couldNotRun(judged.problems);
    const { isTTY, columns } = process.stdout;
    const style = styleOf({ isTTY: isTTY === true, columns, env: process.env, color: options.color });
    const done = deliverReport(judged.report, options.output, { options, folder: FOLDER, style, at: new Date() });
    if (!done.ok) return couldNotRun(done.problems);
    end(process.stdout, done.text, judged.report.verdict === "rejected" ? EXIT.rejected : EXIT.survives);
  } catch (error) {
    couldNotRun([{ where: "firebreak", problem: messageOf(error, options.debug), fix: "this is a defect; run again with --debug and report what it prints" }]);
  }
}

void main(process.argv.slice(2));
