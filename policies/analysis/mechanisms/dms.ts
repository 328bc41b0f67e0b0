import type { GraphNode } from "../../graph/model";
import { nodesOf, types } from "../../graph/links";
import { isUnknown } from "../../graph/value";
import { expects, off, on, unsure, type Context, type Mechanism } from "../context";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { DATABASES, SECRETS } from "../types";
import { copyOf, urns } from "./support";

const MECHANISM = "aws-dms-cdc";
const ENDPOINTS = types("aws:dms/endpoint:Endpoint");
const VERSIONS = ["aws:secretsmanager/secretVersion:SecretVersion"];

/** AWS DMS tasks that keep one database up to date with another, across engines' hosts and clouds. */
export const dms: Mechanism = (context) => context.ofTypes(["aws:dms/replicationTask:ReplicationTask"]).flatMap((task) => taskCopies(context, task));

function taskCopies(context: Context, task: GraphNode): readonly Copy[] {
  const sources = databasesAt(context, task, "sourceEndpointArn");
  const targets = databasesAt(context, task, "targetEndpointArn");
  const [target, ...others] = targets;
  const certain = others.length === 0 ? target : undefined;
  const place = certain === undefined ? { known: false, why: `which database "${task.name}" writes to is not known`, provider: "aws" } : context.place(certain);
  return sources.map((source) =>
    copyOf({
      of: source.urn,
      at: certain?.urn,
      mechanism: MECHANISM,
      kind: "replica",
      place,
      lag: context.figures.rpo(MECHANISM),
      recovery: context.figures.rto(MECHANISM),
      links: [
        sources.length === 1 ? on("source", `"${source.name}", by "${task.name}"`, task) : unsure("source", `"${task.name}" reads one of several databases`, "let the source endpoint name one database", task),
        certain === undefined
          ? unsure("target", `which database "${task.name}" writes to cannot be told`, "let the target endpoint's serverName come from one database of this stack", task)
          : certain.urn === source.urn
            ? off("target", `"${task.name}" writes to the database that it reads`, "let the target endpoint name the database at the other site", task)
            : on("target", `"${certain.name}" in ${placeName(place)}`, task),
        migrationType(task),
        expects("started", task, ["startReplicationTask"], [true], "off", `set startReplicationTask of "${task.name}" to true: otherwise nothing starts it`),
        instance(task),
        tables(task),
      ],
      keys: certain === undefined ? [] : urns(context.encryption(certain).keys),
    }),
  );
}

/** The databases behind a task's endpoint: by the server's name, or by the secret that holds it. */
function databasesAt(context: Context, task: GraphNode, input: string): readonly GraphNode[] {
  const found = nodesOf(context.links.resolve(task, [input], { types: ENDPOINTS })).flatMap((endpoint) => {
    const named = nodesOf(context.links.resolve(endpoint, ["serverName"], { types: DATABASES }));
    if (named.length > 0) return named;
    const secrets = nodesOf(context.links.resolve(endpoint, ["secretsManagerArn"], { types: SECRETS }));
    const versions = secrets.flatMap((secret) => context.companions(VERSIONS, "secretId", SECRETS).get(secret.urn) ?? []);
    return versions.flatMap((version) => (version.propertyDependencies["secretString"] ?? []).flatMap((urn) => context.graph.byUrn.get(urn) ?? [])).filter((node) => DATABASES.has(node.type));
  });
  return [...new Set(found)];
}

function migrationType(task: GraphNode): Link {
  return expects("migration type", task, ["migrationType"], ["full-load-and-cdc", "cdc"], "off", `set migrationType of "${task.name}" to full-load-and-cdc: a full load alone copies once`);
}

function instance(task: GraphNode): Link {
  const value = task.inputs["replicationInstanceArn"];
  return value === undefined || value === "" ? off("replication instance", `"${task.name}" has no instance to run on`, `set replicationInstanceArn of "${task.name}"`, task) : on("replication instance", `"${task.name}" has an instance to run on`, task);
}

/** Whether whole schemas are taken: a rule that includes every table, and none that excludes any. */
function tables(task: GraphNode): Link {
  const name = "table mappings";
  const value = task.inputs["tableMappings"];
  const fix = `let tableMappings of "${task.name}" include every table ("%") and exclude none`;
  if (isUnknown(value)) return unsure(name, `tableMappings of "${task.name}" is not known yet`, "write tableMappings out", task);
  if (typeof value !== "string") return off(name, `"${task.name}" selects no table`, fix, task);
  let rules: readonly Record<string, unknown>[];
  try {
    const parsed = JSON.parse(value) as { readonly rules?: unknown };
    rules = Array.isArray(parsed.rules) ? (parsed.rules as readonly Record<string, unknown>[]) : [];
  } catch {
    return off(name, `tableMappings of "${task.name}" is not JSON`, fix, task);
  }
  const selections = rules.filter((rule) => rule["rule-type"] === "selection");
  if (selections.some((rule) => rule["rule-action"] === "exclude")) return off(name, `a rule of "${task.name}" excludes tables`, fix, task);
  const whole = selections.some((rule) => String(rule["rule-action"]).startsWith("include") || rule["rule-action"] === "explicit" ? (rule["object-locator"] as Record<string, unknown> | undefined)?.["table-name"] === "%" : false);
  return whole ? on(name, "every table is included", task) : off(name, `no rule of "${task.name}" includes every table`, fix, task);
}
