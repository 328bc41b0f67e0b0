import type { AssessedResource, Copy } from "../analysis/model";
import { placeName } from "../analysis/offsite";
import type { Rule, Violation } from "./model";
import { isManaged, violation } from "./support/safeguards";
import { waysToCopy } from "./support/advice";
import { needsCopy } from "./support/standing";
import { called, listed } from "./support/words";
import { RANDOM } from "../analysis/types";

const name = "three-two-one";
/** The copies beside the original that make three in all. */
const COPIES = 2;
/** The program and its state can make things again, but are no copy that anything can be read from on the day. */
const NO_STORE: ReadonlySet<string> = new Set(["pulumi-state", "restore-from-code"]);

function lastHop(copy: Copy): string {
  return copy.mechanism.split(" then ").at(-1) ?? copy.mechanism;
}

/** Where a copy is and by what it came there: two of one kind in one place are one. */
function store(copy: Copy): string {
  return `${copy.at ?? lastHop(copy)} ${copy.place.provider} ${copy.place.region ?? ""}`;
}

function isAsked(resource: AssessedResource, copied: ReadonlySet<string>): boolean {
  if (!needsCopy(resource) || resource.holds === "key" || RANDOM.has(resource.type) || copied.has(resource.urn)) return false;
  // What no mechanism copies cannot exist three times; the catalog says why.
  return waysToCopy(resource.type) !== "" && !resource.copies.some((copy) => copy.kind === "rebuilt-from-code");
}

/** The backup rule of the field: three in all, in two places at least. Source: US-CERT, "Data Backup Options" (2012). */
export const threeTwoOne: Rule = {
  name,
  description: "Data and secrets should exist three times, in two places at least.",
  remediation: "Add a copy of another kind or in another place.",
  severity: "medium",
  enforcement: "advisory",
  check: ({ assessment, graph }) => {
    // What a copy fills answers through its original, which has that copy; two that fill each other both answer.
    const filled = new Map(assessment.resources.map((resource) => [resource.urn, new Set(resource.copies.flatMap((copy) => (copy.at !== undefined && copy.at !== resource.urn && copy.kind !== "export" ? [copy.at] : [])))]));
    const copied = new Set([...filled].flatMap(([urn, targets]) => [...targets].filter((target) => filled.get(target)?.has(urn) !== true)));
    return assessment.resources.flatMap((resource): readonly Violation[] => {
      const node = graph.byUrn.get(resource.urn);
      if (node === undefined || !isManaged(node) || !isAsked(resource, copied)) return [];
      const stores = resource.copies.filter((copy) => !NO_STORE.has(lastHop(copy)));
      const count = (of: readonly Copy[]) => new Set(of.map(store)).size;
      const away = (of: readonly Copy[]) => of.some((copy) => copy.place.known && copy.place.region !== resource.place.region);
      const real = stores.filter((copy) => copy.links.every((link) => link.state === "on"));
      if (count(real) >= COPIES && away(real)) return [];
      const possible = stores.filter((copy) => copy.links.every((link) => link.state !== "off"));
      const unsure = possible.length > real.length && count(possible) >= COPIES;
      const seen = real.length === 0 ? "no copy" : listed([...new Set(real.map((copy) => `${lastHop(copy)} in ${placeName(copy.place)}`))], 4);
      return [violation(name, node, unsure ? "unknown" : "rejected", `beside the original there is ${seen}; wanted are ${COPIES} copies, one of them elsewhere`, `Add a copy of ${called(resource)} of another kind or in another place.`)];
    });
  },
};
