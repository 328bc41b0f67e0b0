/** How resources and figures are called in messages, the same way in every rule. */
import type { AssessedResource, Figure, Holds } from "../../analysis/model";
import { formatDuration } from "../../facts/duration";

/** What a person calls a resource: `Bucket "uploads"`. The last word of the type, then the name. */
export function called(resource: { readonly type: string; readonly name: string }): string {
  const last = resource.type.split(":").at(-1) ?? resource.type;
  return `${last} "${resource.name}"`;
}

const HOLDS: Readonly<Record<Holds | "unclassified", string>> = {
  data: "data",
  secret: "a secret",
  key: "a key",
  configuration: "configuration",
  cache: "a cache",
  nothing: "nothing",
  opaque: "what its inputs do not show",
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

/** A list in a sentence; what is beyond `most` is counted, not dropped. */
export function listed(words: readonly string[], most = 8, between = ", "): string {
  const shown = words.slice(0, most).join(between);
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}

/** A clause as a sentence: with a capital and a full stop. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
