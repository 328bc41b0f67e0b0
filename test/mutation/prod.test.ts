import { join } from "node:path";
import aws from "../../clouds/shapes/aws.json";
import ovh from "../../clouds/shapes/ovh.json";
import random from "../../clouds/shapes/random.json";
import type { ShapeTable } from "../../clouds/shapes/shape";
import { planInProcess } from "../../operations/plan/plan";
import { judge, rejects } from "../../policies/judge";
import { readSettings } from "../../policies/settings/settings";
import type { Settings } from "../../policies/settings/model";
import type { Graph } from "../../policies/graph/model";
import { HARMLESS } from "./harmless";
import { mutantsOf, type Mutant } from "./mutants";

/** One entry of the reviewed list, and whether any accepted mutant needed it. */
interface Entry {
  readonly type: string;
  readonly property: string;
  readonly change: string | undefined;
  readonly reason: string;
}

const ENTRIES: readonly Entry[] = HARMLESS.flatMap(({ reason, of }) =>
  Object.entries(of).flatMap(([type, properties]) =>
    properties.map((text) => {
      const [property = "", change] = text.split("/");
      return { type, property, change, reason };
    }),
  ),
);

/** An entry for all changes of a property speaks of what is within it as well; one for a single change does not. */
function matches(entry: Entry, mutant: Mutant): boolean {
  if (entry.type !== "*" && entry.type !== mutant.type) return false;
  if (entry.change !== undefined) return entry.change === mutant.change && entry.property === mutant.property;
  return mutant.property === entry.property || [".", "["].some((next) => mutant.property.startsWith(entry.property + next));
}

function describeMutant({ type, name, property, change }: Mutant): string {
  return `${type} "${name}": ${property} ${change}`;
}

async function prod(): Promise<{ readonly graph: Graph; readonly settings: Settings }> {
  const plan = await planInProcess({ root: join(__dirname, "..", ".."), stack: "prod" });
  if (!plan.ok) throw new Error(JSON.stringify(plan));
  const read = readSettings(plan.config.get("firebreak:policy")?.text);
  if (!read.ok) throw new Error(JSON.stringify(read));
  return { graph: plan.graph, settings: read.settings };
}

describe("each protection removed from the production stack is rejected", () => {
  const accepted: Mutant[] = [];
  const counts = { all: 0, rejected: 0, refused: 0 };
  const thrown: string[] = [];

  beforeAll(async () => {
    const { graph, settings } = await prod();
    expect(judge(graph, settings).violations.filter((one) => rejects(one, settings))).toEqual([]);
    for (const mutant of mutantsOf(graph, { ...aws, ...ovh, ...random } as unknown as ShapeTable)) {
      counts.all++;
      const found = judge(mutant.graph(), settings).violations.filter((one) => rejects(one, settings));
      thrown.push(...found.filter((one) => one.reason.includes("could not be checked")).map((one) => `${describeMutant(mutant)}: ${one.reason}`));
      if (found.length > 0) counts.rejected++;
      else if (mutant.refused) counts.refused++;
      else accepted.push(mutant);
    }
  }, 180_000);

  test("or is on the reviewed list of changes that take nothing away", () => {
    expect(accepted.filter((mutant) => !ENTRIES.some((entry) => matches(entry, mutant))).map(describeMutant)).toEqual([]);
  });

  test("every entry of the list is needed", () => {
    const idle = ENTRIES.filter((entry) => !accepted.some((mutant) => matches(entry, mutant)));
    expect(idle.map(({ type, property, change }) => `${type} ${property}${change === undefined ? "" : `/${change}`}`)).toEqual([]);
  });

  test("no rule gives up on a changed graph", () => {
    expect(thrown).toEqual([]);
  });

  test("the counts add up, and most of what can be taken away is rejected", () => {
    process.stdout.write(`mutants ${counts.all}: rejected ${counts.rejected}, refused by the provider ${counts.refused}, harmless ${accepted.length}\n`);
    expect(counts.rejected + counts.refused + accepted.length).toBe(counts.all);
    expect(counts.rejected).toBeGreaterThanOrEqual(385);
    expect(counts.all).toBeGreaterThan(900);
  });
});
