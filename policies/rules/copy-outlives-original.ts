import type { GraphNode } from "../graph/model";
import { isUnknown } from "../graph/value";
import type { Rule, Violation } from "./model";
import { isManaged, safeguardViolations, violation } from "./support/safeguards";
import { viewOf } from "./support/view";
import { called } from "./support/words";

const name = "copy-outlives-original";
const TASKS = ["aws:dms/replicationTask:ReplicationTask"];
const LOADS = ["full-load", "full-load-and-cdc"];
/** What a full load does with tables that are there already; the first is the default. Source: AWS DMS user guide, "Full-load task settings". */
const DEFAULT_PREPARATION = "DROP_AND_CREATE";
const KEEPING = "DO_NOTHING";

/** What a task does with the tables of the copy before it loads; `undefined` where its settings cannot be read. */
function preparation(settings: unknown): string | undefined {
  if (settings === undefined || settings === null || settings === "") return DEFAULT_PREPARATION;
  if (typeof settings !== "string") return undefined;
  try {
    const parsed = JSON.parse(settings) as { readonly FullLoadSettings?: { readonly TargetTablePrepMode?: unknown } } | null;
    const mode = parsed?.FullLoadSettings?.TargetTablePrepMode;
    return mode === undefined ? DEFAULT_PREPARATION : String(mode);
  } catch {
    return undefined;
  }
}

function checkTask(task: GraphNode): readonly Violation[] {
  const type = task.inputs["migrationType"];
  if (typeof type === "string" && !LOADS.includes(type)) return [];
  const input = "FullLoadSettings.TargetTablePrepMode in replicationTaskSettings";
  const settings = task.inputs["replicationTaskSettings"];
  const mode = isUnknown(settings) ? undefined : preparation(settings);
  const fix = `Set ${input} of ${called(task)} to ${KEEPING}.`;
  if (mode === undefined) return [violation(name, task, "unknown", `${input} cannot be read at preview; allowed: ${KEEPING}`, fix)];
  if (mode === KEEPING) return [];
  return [violation(name, task, "rejected", `${input} is ${mode}, allowed is ${KEEPING}; a load that starts again after the original is gone empties the copy first`, fix)];
}

/** A copy that is emptied or deleted because its original is gone was none. */
export const copyOutlivesOriginal: Rule = {
  name,
  description: "No copy should be deleted because its original is.",
  remediation: "Turn off what carries a deletion on to the copy.",
  severity: "high",
  enforcement: "advisory",
  check: (context) => [...safeguardViolations(name, context), ...viewOf(context).ofTypes(TASKS).filter(isManaged).flatMap(checkTask)],
};
