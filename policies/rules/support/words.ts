/** How resources, places and figures are called in messages, the same way in every rule. */
import type { AssessedResource, Figure, Holds, Place } from "../../analysis/model";
import { formatDuration } from "../../facts/duration";

/** What a person calls a resource: `bucket "uploads"`. The last word of the type, then the name. */
export function called(resource: { readonly type: string; readonly name: string }): string {
  const last = resource.type.split(":").at(-1) ?? resource.type;
  return `${last} "${resource.name}"`;
}

/** Where something is, in words: `Gravelines (ovh GRA)`. */
export function placed(place: Place): string {
  if (!place.known) return "a place that is not known";
  if (place.provider === "state" && place.region === undefined) return "the Pulumi state";
  const code = place.zone ?? place.region;
  if (code === undefined) return `${place.provider}, as a global service`;
  return place.city === undefined ? `${place.provider} ${code}` : `${place.city} (${place.provider} ${code})`;
}

const HOLDS: Readonly<Record<Holds | "unclassified", string>> = {
  data: "data",
  secret: "a secret",
  key: "a key",
  configuration: "configuration",
  cache: "a cache",
  nothing: "nothing",
  opaque: "things that cannot be seen from its inputs",
  unclassified: "what nobody has classified",
};

/** What a resource holds, as the object of "holds". */
export function held(holds: AssessedResource["holds"]): string {
  return HOLDS[holds];
}

/** A figure for a message: `15 min`, or why there is none. */
export function figured(figure: Figure): string {
  return figure.known ? `${formatDuration(figure.seconds)}${figure.assumed ? " (assumed)" : ""}` : `unknown (${figure.why})`;
}

/** Whole kilometres: `82 km`. */
export function kilometres(km: number): string {
  return `${Math.round(km)} km`;
}

/** A list in a sentence; what is beyond `most` is counted, not dropped. */
export function listed(words: readonly string[], most = 8): string {
  const shown = words.slice(0, most).join(", ");
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}
