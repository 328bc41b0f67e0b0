import { formatDuration } from "../../facts/duration";
import type { GraphNode } from "../../graph/model";
import { nodesOf, parseArn, types } from "../../graph/links";
import { at, isList, isUnknown, type Value } from "../../graph/value";
import { off, on, unsure, type Context, type Mechanism } from "../context";
import { computed, sum, unknown } from "../figures";
import type { Copy, Figure, Link } from "../model";
import { placeName } from "../offsite";
import { longestGap } from "../schedule";
import { VAULTS } from "../types";
import { selectable, selects } from "./selection";
import { copyOf, DAY, destinationOf, FOREVER, urns, type Destination } from "./support";

const PLANS = types("aws:backup/plan:Plan");
const AIR_GAPPED = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault";
const LOCKS = ["aws:backup/vaultLockConfiguration:VaultLockConfiguration"];
/** A backup may start this late where nothing is said: aws.backup.Plan rules[].startWindow, 8 hours. Minutes. */
const START_WINDOW = 480;
/** Facts name of what a backup and its copy take once started. */
const DURATION = "aws-backup-duration";
const SOURCE = "the plan in the graph; docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html";

/** AWS Backup: recovery points in the plan's own vault, and copies of them in the vaults of its copy actions. */
export const awsBackup: Mechanism = (context) => {
  const selections = context.companions(["aws:backup/selection:Selection"], "planId", PLANS);
  return context.ofTypes(PLANS).flatMap((plan) => {
    const rules = plan.inputs["rules"];
    const chosen = (selections.get(plan.urn) ?? []).flatMap((selection) => selectable(context, plan, selection).flatMap((node) => selects(context, selection, node).map((link) => ({ node, selection, link }))));
    if (chosen.length === 0 || !isList(rules)) return [];
    const routes = rules.flatMap((_, index) => routesOf(context, plan, index));
    return chosen.flatMap(({ node, selection, link }) => routes.map((route) => routeCopy(context, node, link, role(selection), route)));
  });
};

/** One vault that a plan's rule fills. */
interface Route {
  readonly destination: Destination;
  readonly links: readonly Link[];
  readonly lag: Figure;
  readonly retention: number | undefined;
  readonly mechanism: string;
}

function routesOf(context: Context, plan: GraphNode, index: number): readonly Route[] {
  const rule = ["rules", index];
  const localPath = [...rule, "targetVaultName"];
  const local = context.links.resolve(plan, localPath, { types: VAULTS, exclude: knownVaults(context, plan, localPath) });
  const base = { links: [schedule(plan, rule)], lag: lag(context, plan, rule) };
  const routes: Route[] = [
    { ...base, destination: vaultAt(context, plan, localPath, local, on("vault", "the plan's own")), retention: retention(plan, [...rule, "lifecycle", "deleteAfter"]), mechanism: "aws-backup" },
  ];
  const actions = at(plan.inputs, [...rule, "copyActions"]);
  if (isUnknown(actions)) {
    routes.push({ ...base, destination: destinationOf(context, plan, [...rule, "copyActions"], { kind: "unknown", pin: `copyActions of "${plan.name}"` }, "a vault"), retention: undefined, mechanism: "aws-backup-copy" });
  }
  for (const [action] of isList(actions) ? actions.entries() : []) {
    const path = [...rule, "copyActions", action, "destinationVaultArn"];
    const target = context.links.resolve(plan, path, { types: VAULTS, exclude: new Set([...nodesOf(local).map((vault) => vault.urn), ...knownVaults(context, plan, path)]) });
    routes.push({ ...base, destination: vaultAt(context, plan, path, target, undefined), retention: retention(plan, [...rule, "copyActions", action, "lifecycle", "deleteAfter"]), mechanism: "aws-backup-copy" });
  }
  return routes;
}

/** The vaults that other parts of the plan's rules are certain to mean: an unknown part means another one. */
function knownVaults(context: Context, plan: GraphNode, except: readonly (string | number)[]): ReadonlySet<string> {
  const found = new Set<string>();
  const rules = plan.inputs["rules"];
  const visit = (value: Value | undefined, path: readonly (string | number)[]): void => {
    if (path.join() === except.join()) return;
    if (typeof value === "string") {
      const target = context.links.ofText(plan, value, { types: VAULTS });
      if (target.kind === "node") found.add(target.node.urn);
    }
  };
  for (const [index] of isList(rules) ? rules.entries() : []) {
    visit(at(rules, [index, "targetVaultName"]), ["rules", index, "targetVaultName"]);
    const actions = at(rules, [index, "copyActions"]);
    for (const [action] of isList(actions) ? actions.entries() : []) visit(at(actions, [action, "destinationVaultArn"]), ["rules", index, "copyActions", action, "destinationVaultArn"]);
  }
  return found;
}

function vaultAt(context: Context, plan: GraphNode, path: readonly (string | number)[], target: Parameters<typeof destinationOf>[3], local: Link | undefined): Destination {
  // A bare vault name outside this stack still is a vault beside the plan.
  if (local !== undefined && target.kind === "external" && parseArn(target.text) === undefined) {
    const place = context.place(plan);
    return { node: undefined, place, link: on("vault", `${target.text} in ${placeName(place)}, outside this stack`, plan) };
  }
  return destinationOf(context, plan, path, target, "a vault at another site");
}

function routeCopy(context: Context, node: GraphNode, selection: Link, roleLink: Link, route: Route): Copy {
  const vault = route.destination.node;
  const lock = vault === undefined ? undefined : vaultLock(context, vault);
  return copyOf({
    of: node.urn,
    at: vault?.urn,
    mechanism: route.mechanism,
    kind: "recovery-points",
    place: route.destination.place,
    lag: route.lag,
    recovery: context.figures.rto(route.mechanism),
    retention: route.retention,
    immutable: lock !== undefined,
    links: [selection, roleLink, ...route.links, route.destination.link, ...(lock === undefined ? [] : [lock])],
    keys: vault === undefined ? [] : urns(context.encryption(vault).keys),
  });
}

/** The link that says a vault cannot be emptied by anybody; `undefined` where an administrator can. */
export function vaultLock(context: Context, vault: GraphNode): Link | undefined {
  if (vault.type === AIR_GAPPED) return on("immutability", `"${vault.name}" is logically air-gapped, which is locked in compliance mode`, vault);
  const locks = context.companions(LOCKS, "backupVaultName", VAULTS).get(vault.urn) ?? [];
  // Without changeableForDays the lock is in governance mode: an administrator may lift it.
  const lock = locks.find((one) => typeof one.inputs["changeableForDays"] === "number");
  return lock === undefined ? undefined : on("immutability", `"${vault.name}" is locked in compliance mode by "${lock.name}"`, lock);
}

function role(selection: GraphNode): Link {
  const value = selection.inputs["iamRoleArn"];
  return value === undefined || value === "" ? off("role", `"${selection.name}" names no role that may back up`, `set iamRoleArn of "${selection.name}"`, selection) : on("role", `"${selection.name}" names the role that backs up`, selection);
}

function schedule(plan: GraphNode, rule: readonly (string | number)[]): Link {
  const expression = at(plan.inputs, [...rule, "schedule"]);
  const fix = `set the schedule of the rule in "${plan.name}", for example cron(0 * * * ? *)`;
  if (isUnknown(expression)) return unsure("schedule", `the schedule of "${plan.name}" is not known yet`, "write the schedule out", plan);
  if (typeof expression !== "string" || expression === "") return off("schedule", `the rule in "${plan.name}" has no schedule: nothing starts it`, fix, plan);
  return longestGap(expression) === undefined ? unsure("schedule", `how often ${expression} runs cannot be told`, fix, plan) : on("schedule", `${expression}, by "${plan.name}"`, plan);
}

function lag(context: Context, plan: GraphNode, rule: readonly (string | number)[]): Figure {
  const expression = at(plan.inputs, [...rule, "schedule"]);
  const gap = typeof expression === "string" ? longestGap(expression) : undefined;
  if (gap === undefined) return unknown(`how often "${plan.name}" runs is not known`);
  const window = at(plan.inputs, [...rule, "startWindow"]);
  if (isUnknown(window)) return unknown(`startWindow of "${plan.name}" is not known yet: write it out`);
  const minutes = typeof window === "number" ? window : START_WINDOW;
  return sum([
    computed(gap, `${String(expression)}: every ${formatDuration(gap)} at most`, SOURCE),
    computed(minutes * 60, typeof window === "number" ? "may start this late" : "may start this late by default", SOURCE),
    context.figures.rpo(DURATION),
  ]);
}

function retention(plan: GraphNode, path: readonly (string | number)[]): number | undefined {
  const value = at(plan.inputs, path);
  if (isUnknown(value)) return undefined;
  return typeof value === "number" ? value * DAY : FOREVER;
}
