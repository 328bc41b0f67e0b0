import { failed, type Result } from "../errors";
import { parseJson } from "./json";
import type { Loaded } from "./model";
import { isPlan, readPlan } from "./plan-file";
import { isPreview, readPreview } from "./preview";
import { printableData } from "./printable";
import type { Text } from "./read";
import { isState, readState } from "./state";

const TAKES = "what pulumi stack export or pulumi preview --json --show-sames prints, or npm run -s start -- --graph";

/**
 * The graph of a text: a stack's export (or a state file), a preview's JSON, or a plan's graph, told apart by their shape.
 * Never throws on any text: the result is a graph, or everything that stands against it.
 */
export function load(text: Text): Result<Loaded> {
  const parsed = parseJson(text);
  return parsed.ok ? loadParsed(parsed.value, text.name) : parsed;
}

/** As {@link load}, of JSON data. */
export function loadParsed(value: unknown, name: string): Result<Loaded> {
  const loaded = read(value, name);
  return loaded.ok ? loaded : failed(...printableData(loaded.problems));
}

function read(value: unknown, name: string): Result<Loaded> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return failed({ where: name, problem: `it holds ${value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`} where an object is expected`, allowed: TAKES, fix: "give the whole output of one of these commands" });
  }
  const file = value as Readonly<Record<string, unknown>>;
  if (isPlan(file)) return readPlan(file, name);
  if (isState(file)) return readState(file, name);
  if (isPreview(file)) return readPreview(file, name);
  const report = file["format"] === "firebreak-report";
  return failed({
    where: name,
    problem: report ? "it is a report, not what a report is made of" : "it is JSON, but none of the files that can be judged",
    allowed: TAKES,
    fix: report ? "give the plan itself: npm run -s start -- --graph > plan.json" : "give the output of one of these commands",
  });
}
