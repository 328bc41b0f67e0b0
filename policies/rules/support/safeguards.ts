/** Rules that ask inputs of single resources, by the rows of `policies/facts/data/safeguards.json`. */
import { safeguards, type InputCondition, type Safeguard } from "../../facts/safeguards";
import { describePath } from "../../graph/links";
import type { GraphNode } from "../../graph/model";
import { at, isUnknown, type Value } from "../../graph/value";
import type { Settings } from "../../settings/model";
import type { RuleContext, Violation } from "../model";
import { pathsOf, viewOf } from "./view";
import { called, listed, sentence } from "./words";

const DAY = 86_400;

/** What a resource's input says to one row. */
type Answer = "right" | "wrong" | "unset" | "unknown";

/** A finding about a node of the graph, with its names filled in. */
export function violation(rule: string, node: GraphNode, verdict: Violation["verdict"], reason: string, fix: string): Violation {
  return { rule, urn: node.urn, name: node.name, type: node.type, verdict, reason: `${called(node)}: ${reason}`, fix };
}

/** True for a resource that this stack makes and can change. */
export function isManaged(node: GraphNode): boolean {
  return node.custom && !node.external;
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

function holds(node: GraphNode, { input, is }: InputCondition): boolean {
  const value = at(node.inputs, input.split("."));
  if (is === undefined || isUnknown(value)) return isSet(value);
  return is.some((one) => same(one, value));
}

function same(wanted: string | boolean, value: Value | undefined): boolean {
  return (typeof value === "string" || typeof value === "boolean" || typeof value === "number") && String(wanted).toLowerCase() === String(value).toLowerCase();
}

function answer(value: Value | undefined, row: Safeguard, settings: Settings, flows: boolean): Answer {
  if (row.accept === "set") return isSet(value) ? "right" : "unset";
  // What is computed from another resource is not one of the constants that are refused.
  if (isUnknown(value)) return row.accept === undefined && flows ? "right" : "unknown";
  if (!isSet(value)) return row.unset === "ok" ? "right" : "unset";
  if (row.refuse?.some((one) => same(one, value)) === true) return "wrong";
  if (row.accept === undefined) return "right";
  if ("atLeastDays" in row.accept) return Number(value) * DAY >= settings[row.accept.atLeastDays] ? "right" : "wrong";
  return row.accept.some((one) => same(one, value)) ? "right" : "wrong";
}

function allowed(row: Safeguard, settings: Settings): string {
  if (row.accept === "set") return row.allowed ?? "a value";
  if (row.accept === undefined) return `anything but ${listed(row.refuse ?? [], 8, ", ")}`;
  if ("atLeastDays" in row.accept) return `at least ${Math.ceil(settings[row.accept.atLeastDays] / DAY)} days (${row.accept.atLeastDays})`;
  return row.accept.join(" or ");
}

function shown(value: Value | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "a structure";
}

function check(node: GraphNode, row: Safeguard, settings: Settings): readonly Violation[] {
  if (row.when !== undefined && !holds(node, row.when)) return [];
  if (row.unless?.some((one) => holds(node, one)) === true) return [];
  return pathsOf(node.inputs, row.input).flatMap((path): readonly Violation[] => {
    const value = at(node.inputs, path);
    const input = describePath(path);
    const want = allowed(row, settings);
    const fix = sentence(`set ${input} of ${called(node)} to ${want}`);
    const flows = (node.propertyDependencies[String(path[0])] ?? []).length > 0;
    switch (answer(value, row, settings, flows)) {
      case "right":
        return [];
      case "unknown":
        return [violation(row.rule, node, "unknown", `${input} is not known at preview; allowed: ${want}`, `Write ${input} of ${called(node)} out as a literal: ${want}.`)];
      case "unset":
        return [violation(row.rule, node, "rejected", `${input} is not set; ${row.why}`, fix)];
      case "wrong":
        return [violation(row.rule, node, "rejected", `${input} is ${shown(value)}, allowed is ${want}; ${row.why}`, row.accept === undefined ? `Set ${input} of ${called(node)} to ${want}.` : fix)];
    }
  });
}

/** The findings of one rule's rows on every resource that this stack manages. */
export function safeguardViolations(rule: string, context: RuleContext): readonly Violation[] {
  const view = viewOf(context);
  return safeguards(rule).flatMap((row) => view.ofTypes([row.type]).filter(isManaged).flatMap((node) => check(node, row, context.settings)));
}
