/** One proof in a process of its own: `node proof.js SIZE`. Prints milliseconds and the process's peak memory in MB as JSON. */
import { DEFAULTS } from "../../policies/settings/settings";
import { judge } from "../../policies/judge";
import { generateGraph } from "./graphs";

const size = Number(process.argv[2]);
const graph = generateGraph(size);
const start = performance.now();
const { assessment, violations } = judge(graph, DEFAULTS);
const milliseconds = performance.now() - start;
const failed = violations.find((violation) => violation.reason.includes("could not be checked"));
if (failed !== undefined) {
  process.stderr.write(`${failed.reason}\n`);
  process.exitCode = 1;
}
// maxRSS is in kilobytes.
const rss = process.resourceUsage().maxRSS / 1024;
process.stdout.write(`${JSON.stringify({ milliseconds, rss, disasters: assessment.disasters.length, cells: assessment.cells.length })}\n`);
