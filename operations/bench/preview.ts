/** One `pulumi preview` on the engine in a process of its own: `node preview.js STACK [pack]`. Prints milliseconds by part as JSON. */
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type * as Workspace from "../engine/workspace";
import type * as Plan from "../plan/plan";

const ROOT = resolve(__dirname, "../..");
const [stack = "prod", pack] = process.argv.slice(2);

async function main(): Promise<void> {
  const start = performance.now();
  // An ordinary CLI's language host loads the SDK inside the preview; here this process is that host and has to load it before.
  const here = createRequire(__filename);
  const { withEngine } = here("../engine/workspace") as typeof Workspace;
  const { loadSdks, programOf } = here("../plan/plan") as typeof Plan;
  const load = createRequire(join(ROOT, "package.json"));
  const hosted = performance.now() - start;
  const spent = { sdk: hosted, program: 0 };
  const program = async () => {
    const begun = performance.now();
    loadSdks(ROOT, load);
    const loaded = performance.now();
    const outputs = await programOf(load(join(ROOT, "infra/")), "infra/")();
    spent.sdk += loaded - begun;
    spent.program += performance.now() - loaded;
    return outputs as Record<string, unknown>;
  };
  const ran = await withEngine({ root: ROOT, stack, program, policyPack: pack === "pack" ? join(ROOT, "policies") : false }, (engine) => engine.preview());
  const problems = ran.ok ? (ran.value.ok || ran.value.findings.length > 0 ? [] : ran.value.problems) : ran.problems;
  if (!ran.ok || problems.length > 0) {
    process.stderr.write(`${problems.map((one) => `${one.where}: ${one.problem}`).join("\n")}\n`);
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${JSON.stringify({ milliseconds: ran.value.milliseconds + hosted, ...spent })}\n`);
}

void main();
