import { describePath, nodesOf, type Target } from "../../graph/links";
import type { GraphNode } from "../../graph/model";
import type { Context } from "../context";
import { off, on, unsure } from "../context";
import type { Copy, Link, Place } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";

/** Seconds of a day. */
export const DAY = 86_400;
/** Retention without an end, as a number: a century. */
export const FOREVER = 100 * 365 * DAY;

/** A copy from its parts; what is absent is left out. */
export function copyOf(parts: Omit<Copy, "retention" | "endsWithOriginal" | "immutable"> & { readonly retention?: number | undefined; readonly immutable?: boolean; readonly endsWithOriginal?: boolean | undefined }): Copy {
  const { retention, immutable, endsWithOriginal, ...rest } = parts;
  return { ...rest, immutable: immutable === true, ...(retention === undefined ? {} : { retention }), ...(endsWithOriginal === true ? { endsWithOriginal } : {}) };
}

/** Where a copy goes: its node where that is certain, its place, and the link that says so. */
export interface Destination {
  readonly node: GraphNode | undefined;
  readonly place: Place;
  readonly link: Link;
}

/** The destination that an input names. Several candidates count only if they are all in one place. */
export function destinationOf(context: Context, by: GraphNode, path: readonly (string | number)[], target: Target, what: string): Destination {
  const input = `${describePath(path)} of "${by.name}"`;
  const provider = context.place(by).provider;
  switch (target.kind) {
    case "unset":
      return { node: undefined, place: unknownPlace(provider, `${input} is not set`), link: off("destination", `${input} is not set`, `set ${input} to ${what}`, by) };
    case "node": {
      const place = context.place(target.node);
      return { node: target.node, place, link: on("destination", `"${target.node.name}" in ${placeName(place)}`, by) };
    }
    case "external": {
      if (target.region !== undefined) {
        const place = context.places.at(provider, target.region, target.account);
        return { node: undefined, place, link: on("destination", `${target.text}, outside this stack`, by) };
      }
      const why = `${target.text} is not in this stack and its name does not tell where it is`;
      return { node: undefined, place: unknownPlace(provider, why), link: unsure("destination", why, `declare ${what} in this stack`, by) };
    }
    case "several": {
      const [first, ...rest] = nodesOf(target).map((node) => context.place(node));
      const names = target.nodes.map((node) => `"${node.name}"`).join(", ");
      if (first !== undefined && first.known && rest.every((place) => place.known && place.provider === first.provider && place.region === first.region && place.account === first.account)) {
        return { node: undefined, place: first, link: on("destination", `one of ${names}, all in ${placeName(first)}`, by) };
      }
      const why = `${target.pin} may mean ${names}`;
      return { node: undefined, place: unknownPlace(provider, why), link: unsure("destination", why, `write out ${target.pin}`, by) };
    }
    case "unknown":
      return { node: undefined, place: unknownPlace(provider, `${target.pin} is not known yet`), link: unsure("destination", `${target.pin} is not known yet`, `write out ${target.pin}, or declare ${what} in this stack`, by) };
  }
}

/** The originals that an input names, with the link that says how certain that is. */
export function originalsOf(by: GraphNode, target: Target): readonly { readonly node: GraphNode; readonly link: Link }[] {
  const nodes = nodesOf(target);
  const certain = target.kind === "node";
  return nodes.map((node) => ({
    node,
    link: certain
      ? on("source", `"${node.name}", by "${by.name}"`, by)
      : unsure("source", `"${by.name}" copies one of ${nodes.map((one) => `"${one.name}"`).join(", ")}`, target.kind === "several" ? `write out ${target.pin}` : "name the source", by),
  }));
}

/** True if a link with this state is among them. */
export function anyOff(links: readonly Link[]): boolean {
  return links.some((link) => link.state === "off");
}

/** The URNs of some nodes. */
export function urns(nodes: readonly GraphNode[]): readonly string[] {
  return nodes.map((node) => node.urn);
}
