import { UNDETECTED } from "../../policies/analysis/mechanisms/undetected";
import { mechanism, sdkPackages } from "../../policies/catalog/catalog";
import type { CatalogRow, Mechanism } from "../../policies/catalog/model";
import { formatDuration } from "../../policies/facts/duration";
import { timing, type TimingFigure } from "../../policies/facts/timings";
import { programName } from "./lookup";

const HOLDS: Readonly<Record<CatalogRow["holds"], string>> = {
  data: "holds data",
  secret: "holds a secret",
  key: "holds a key",
  configuration: "holds configuration",
  cache: "holds a cache: what is in it can be had again from elsewhere",
  nothing: "holds nothing",
  opaque: "is opaque: what it creates cannot be seen, so that it is rejected unless an exception says why it may stay",
};
const KINDS: Readonly<Record<Mechanism["kind"], string>> = {
  replica: "a replica, which repeats deletions and corruption",
  "recovery-points": "recovery points",
  export: "an export",
  "rebuilt-from-code": "built again from the program",
  inherited: "as its parent or original",
};

/** Tells one row in prose, for the terminal: what it holds, where it lives, what makes it survive, with figures and sources. */
export function explain(row: CatalogRow): string {
  const known = row.mechanisms.flatMap((name) => mechanism(name) ?? []);
  const family = row.family === undefined ? "" : ` (${row.family.replaceAll("-", " ")})`;
  return [
    `${row.type} (${programName(row.type)} in a program) ${HOLDS[row.holds]}${family}: ${row.what}.`,
    "",
    `Where it is: ${placeInWords(row.place)}.`,
    ...(row.original === undefined ? [] : [`It is itself a copy; its input ${row.original} names the original.`]),
    ...section("What can make it survive the loss of a site:", known.filter((one) => one.reach === "site")),
    ...section("What never leaves the region, so that it is no copy off-site:", known.filter((one) => one.reach === "region")),
    ...(row.none === undefined ? [] : ["", `Nothing copies it: ${row.none}.`]),
    "",
    `Source: ${sourceOf(row)}.`,
    "",
  ].join("\n");
}

function sourceOf(row: CatalogRow): string {
  const sdk = sdkPackages().find((entry) => entry.package === row.type.split(":")[0]);
  return row.source.endsWith(".d.ts") && sdk !== undefined ? `${sdk.sdk} ${sdk.version}, ${row.source}` : row.source;
}

/** Where a type is, in words, from its catalog row. */
export function placeInWords(place: string): string {
  const [how, input] = [place.split(":")[0], place.split(":")[1] ?? ""];
  switch (how) {
    case "region-input":
      return "in the region of its input region, or else of its provider";
    case "zone-input":
      return `in the zone of its input ${input} if that is set, in its region otherwise`;
    case "input":
      return `where its input ${input} says`;
    case "output":
      return `where its output ${input} says; no input does, so that it is not known before it exists`;
    case "of":
      return `where the resource is that its input ${input} names`;
    case "global":
      return "in a service of the whole provider, on no one campus";
    case "state":
      return "in the Pulumi state";
    default:
      return "nowhere of its own: it is part of how the provider is called";
  }
}

function section(title: string, found: readonly Mechanism[]): readonly string[] {
  return found.length === 0 ? [] : ["", title, ...found.flatMap(mechanismLines)];
}

function mechanismLines(one: Mechanism): readonly string[] {
  return [
    `  ${one.name}: ${one.title} (${KINDS[one.kind]}).`,
    `    ${one.visible ? "Shown by" : "Not shown by any graph; it counts only by a stated assumption. Belongs to it"}: ${one.shows.join("; ")}.`,
    ...(UNDETECTED[one.name] === undefined ? [] : [`    Not looked for yet, so that it never counts: ${UNDETECTED[one.name]}.`]),
    ...one.timings.flatMap(figureLines),
    `    Source: ${one.source}.`,
  ];
}

function figureLines(name: string): readonly string[] {
  const row = timing(name);
  if (row === undefined) return [];
  const figures = [figure("RPO", row.rpo), figure("RTO", row.rto)].filter((text) => text !== undefined);
  const note = row.note === undefined ? [] : [row.note];
  return [`    ${name}: ${[...(figures.length === 0 ? ["no figure"] : figures), ...note].join("; ")}`];
}

function figure(label: string, value: TimingFigure | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!value.documented) return `${label} not documented (${value.basis})`;
  return `${label} ${formatDuration(value.seconds)} (${value.basis}; ${value.source})`;
}
