/** What the catalog knows of protecting a type, as advice in a fix. */
import { classify, mechanism, type Mechanism } from "../../catalog/catalog";
import { listed } from "./words";

/** Mechanisms named in one fix; the catalog lists the best first. */
const MOST = 3;

function mechanismsOf(type: string): readonly Mechanism[] {
  return (classify(type)?.mechanisms ?? []).flatMap((name) => mechanism(name) ?? []);
}

/** What copies a type elsewhere in a way that a graph shows, in words; empty where the catalog knows nothing. */
export function waysToCopy(type: string): string {
  const ways = mechanismsOf(type).filter((one) => one.reach === "site" && one.visible && one.kind !== "inherited");
  return listed(ways.map((one) => one.title), MOST, "; ");
}

/** Why nothing copies a type, where the catalog says so. */
export function whyNothingCopies(type: string): string | undefined {
  return classify(type)?.none;
}

/** True for a type that only ever survives with the resource that it is part of. */
export function isAlwaysPart(type: string): boolean {
  const known = mechanismsOf(type);
  return known.length > 0 && known.every((one) => one.kind === "inherited");
}
