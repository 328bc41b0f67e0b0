/** Plans the projects whose folders are given, one after the other, outside jest, which takes uncaught errors for itself. Prints results as JSON. */
import { planInProcess } from "../../operations/plan/plan";

const [debug, ...roots] = process.argv.slice(2);

async function main(): Promise<void> {
  const results: unknown[] = [];
  for (const root of roots) {
    const plan = await planInProcess({ root, stack: "dev", debug: debug === "debug", callFunction: () => Promise.reject(new Error("the region is closed")) });
    results.push(plan.ok ? { ok: true, names: plan.graph.nodes.map((node) => node.name) } : plan);
  }
  process.stdout.write(JSON.stringify(results));
}

void main();
