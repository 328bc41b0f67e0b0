import { failed, type Problem, type Result } from "../errors";
import { first, graphFrom } from "./check";
import type { Loaded, Unsettled } from "./model";
import { brief } from "./printable";
import { checkResource, nameOf, nodeOf, type StateResource } from "./resource";
import { ValueReader } from "./values";

/** Versions of the deployment format that are read; older ones say less of what depends on what. */
const VERSIONS: readonly unknown[] = [3, 4];

/** What a version 4 deployment may say that it uses (pulumi/pkg/resource/stack/deployment.go). None changes what is read here. */
const FEATURES: ReadonlySet<unknown> = new Set(["refreshBeforeUpdate", "views", "hooks", "taint", "replaceWith", "snippets-prototype", "extensionParameterization", "byteString"]);

const EXPORT = "export it again with a current CLI: pulumi stack export --file state.json";

type Fields = Readonly<Record<string, unknown>>;

/** True for what `pulumi stack export` writes, and for a state file of a self-managed backend. */
export function isState(file: Fields): boolean {
  return "deployment" in file || "checkpoint" in file;
}

/** Reads a stack's export or state file. */
export function readState(file: Fields, name: string): Result<Loaded> {
  if (!VERSIONS.includes(file["version"])) {
    return failed({ where: `${name}, version`, problem: "it is of a version that is not known here", value: brief(JSON.stringify(file["version"]) ?? "none", 40), allowed: VERSIONS.join(" or "), fix: EXPORT });
  }
  const features = Array.isArray(file["features"]) ? (file["features"] as readonly unknown[]) : [];
  const unknown = features.filter((feature) => !FEATURES.has(feature)).slice(0, 5);
  if (unknown.length > 0) {
    return failed({ where: `${name}, features`, problem: "it uses features that are not known here, so it cannot be read safely", value: brief(JSON.stringify(unknown)), allowed: [...FEATURES].join(", "), fix: "update this tool, or export the stack with an older CLI" });
  }
  const deployment = "deployment" in file ? file["deployment"] : fieldsOf(file["checkpoint"])?.["latest"];
  if (deployment === null || deployment === undefined) return failed({ where: name, problem: "the stack has never been deployed: there is nothing to judge", fix: "judge its preview instead: pulumi preview --json --show-sames > preview.json" });
  const fields = fieldsOf(deployment);
  if (fields === undefined) return failed({ where: `${name}, deployment`, problem: "it is not an object", fix: EXPORT });
  return readDeployment(fields, name);
}

function readDeployment(deployment: Fields, name: string): Result<Loaded> {
  if (fieldsOf(fieldsOf(deployment["metadata"])?.["integrity_error"]) !== undefined) {
    return failed({ where: name, problem: "the engine has marked this state as broken", fix: "repair it with: pulumi state repair; then export it again" });
  }
  const listed = list(deployment["resources"], `${name}, resources`);
  const pending = list(deployment["pending_operations"], `${name}, pending_operations`);
  if (!listed.ok || !pending.ok) return failed(...[listed, pending].flatMap((one) => (one.ok ? [] : one.problems)));
  const problems: Problem[] = [];
  const checked = listed.items.flatMap((raw, index) => {
    const result = checkResource(raw, `${name}, resources[${index}]`);
    if ("resource" in result) return [result.resource];
    problems.push(result.problem);
    return [];
  });
  const operations = pending.items.flatMap((raw, index) => {
    const result = checkResource(fieldsOf(raw)?.["resource"], `${name}, pending_operations[${index}], resource`);
    if ("resource" in result) return [{ resource: result.resource, type: fieldsOf(raw)?.["type"] }];
    problems.push(result.problem);
    return [];
  });
  if (problems.length > 0) return failed(...first(problems, name));
  const stays = (resource: StateResource) => resource.delete !== true && resource.pendingReplacement !== true;
  const there = checked.filter(stays);
  const staying = new Set(there.map((resource) => resource.urn));
  const leaving = new Set(checked.filter((resource) => !stays(resource) && !staying.has(resource.urn)).map((resource) => resource.urn));
  const values = new ValueReader();
  const nodes = there.map((resource) => nodeOf(resource, values, leaving));
  if (values.problems.length > 0) return failed(...values.problems.map((one) => ({ ...one, where: `${name}, ${one.where}` })));
  const unsettled = [...checked.flatMap(unsettledResource), ...operations.map(({ resource, type }) => unsettledOperation(resource, type))];
  return graphFrom({ name, nodes, kind: "state", notes: notesOf(deployment, checked, values), unsettled: inOrder(unsettled) });
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function list(value: unknown, where: string): Result<{ readonly items: readonly unknown[] }> {
  if (value === undefined || value === null) return { ok: true, items: [] };
  return Array.isArray(value) ? { ok: true, items: value as readonly unknown[] } : failed({ where, problem: "it is not a list", fix: EXPORT });
}

/** What the resource's own entry says against it. The engine's messages are not repeated: they may hold secrets. */
function unsettledResource(resource: StateResource): readonly Unsettled[] {
  if (resource.delete === true) return [];
  if (resource.pendingReplacement === true) return [unsettled(resource, "it is deleted, to be replaced, and not created again: an update was interrupted", "Finish the update with pulumi up, then export again.")];
  const failures = resource.initErrors?.length ?? 0;
  return failures === 0 ? [] : [unsettled(resource, `it exists but did not become ready (${failures === 1 ? "1 error" : `${failures} errors`} in the state)`, "Run pulumi up until it is ready, then export again.")];
}

const INTERRUPTED: Readonly<Record<string, string>> = { creating: "created", updating: "updated", deleting: "deleted", reading: "read", importing: "imported" };

function unsettledOperation(resource: StateResource, type: unknown): Unsettled {
  const was = (typeof type === "string" && Object.hasOwn(INTERRUPTED, type) ? INTERRUPTED[type] : undefined) ?? "worked on";
  return unsettled(resource, `an update was interrupted while it was being ${was}: what is there now is not known`, "Run pulumi refresh, which asks the cloud what is there and clears the pending operation, then export again.");
}

function unsettled({ urn, type }: StateResource, reason: string, fix: string): Unsettled {
  return { urn, name: nameOf(urn), type, reason, fix };
}

function inOrder(all: readonly Unsettled[]): readonly Unsettled[] {
  return [...all].sort((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0));
}

function notesOf(deployment: Fields, resources: readonly StateResource[], values: ValueReader): readonly string[] {
  const manifest = fieldsOf(deployment["manifest"]);
  const time = manifest?.["time"];
  const left = resources.filter((resource) => resource.delete === true).length;
  return [
    ...(typeof time === "string" && /^\d{4}-\d\d-\d\dT/.test(time) && !time.startsWith("0001") ? [`judged as the state was at ${brief(time, 40)}; what was changed in the cloud since then is not seen (pulumi refresh)`] : []),
    ...(left === 0 ? [] : [`${left === 1 ? "1 resource waits" : `${left} resources wait`} for deletion and ${left === 1 ? "does" : "do"} not count`]),
    ...secretNotes(values),
  ];
}

/** What to say of values that were not read because they are secret. */
export function secretNotes({ secrets }: ValueReader): readonly string[] {
  return secrets === 0 ? [] : [`${secrets === 1 ? "1 secret value is" : `${secrets} secret values are`} not read and ${secrets === 1 ? "counts" : "count"} as not known`];
}
