import { distance } from "fastest-levenshtein";
import { failed, type Result } from "../errors";

/** What a resource can be named by. */
export interface Named {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
}

const SUGGESTIONS = 5;
const LISTED = 20;

/** The resource that a text names: by its URN, else by its name, else by its name in any case. Several, or none, is a problem that lists what may be meant. */
export function findResource<T extends Named>(text: string, resources: readonly T[]): Result<{ readonly found: T }> {
  const wanted = text.toLowerCase();
  const byUrn = resources.filter((resource) => resource.urn === text);
  const byName = resources.filter((resource) => resource.name === text);
  const byAnyCase = resources.filter((resource) => resource.name.toLowerCase() === wanted);
  const [only, ...more] = [byUrn, byName, byAnyCase].find((matches) => matches.length > 0) ?? [];
  if (only === undefined) return unknown(text, resources);
  if (more.length === 0) return { ok: true, found: only };
  return failed({ where: "NAME", problem: `${more.length + 1} resources are called this`, value: text, allowed: listed([only, ...more].map(({ type, urn }) => `${type}\n${urn}`)), fix: "give the URN of the one that is meant, in quotes: it may hold a $" });
}

function unknown(text: string, resources: readonly Named[]): Result<never> {
  const wanted = text.toLowerCase();
  const near = resources
    .map(({ name }) => ({ name, edits: name.toLowerCase().includes(wanted) ? 0 : distance(wanted, name.toLowerCase()) }))
    .filter(({ edits }) => edits <= Math.max(2, wanted.length / 3))
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1));
  const names = [...new Set(near.map(({ name }) => name))].slice(0, SUGGESTIONS);
  if (names.length > 0) return failed({ where: "NAME", problem: "no resource is called this", value: text, fix: `did you mean ${names.join(" or ")}?` });
  const all = [...new Set(resources.map(({ name }) => name))].sort();
  return failed({ where: "NAME", problem: "no resource is called this", value: text, allowed: listed(all), fix: "give the name or the URN of a resource of this stack" });
}

function listed(lines: readonly string[]): string {
  if (lines.length === 0) return "nothing: this stack has no resources";
  const more = lines.length - LISTED;
  return [...lines.slice(0, LISTED), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
