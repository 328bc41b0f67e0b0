import type { Value } from "../../policies/graph/value";
import { UNKNOWN } from "../../policies/graph/value";

/**
 * Marks that the SDK puts on the wire to the engine (pulumi/sdk/nodejs/runtime/rpc.ts): they tell an unknown, a secret,
 * an asset or a resource from an ordinary string or object.
 */
export const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/**
 * A property as the SDK sends it, as a value of the graph: secrets unwrapped, unknowns as UNKNOWN, a resource as its
 * id. Text with an unknown inside (a configuration secret that is not decrypted, put into a longer text) is unknown too.
 */
export function valueOf(sent: unknown): Value {
  if (typeof sent === "string") return sent.includes(UNKNOWN_MARK) ? UNKNOWN : sent;
  if (sent === null || sent === undefined) return null;
  if (typeof sent === "boolean" || typeof sent === "number") return sent;
  if (Array.isArray(sent)) return sent.map(valueOf);
  if (typeof sent === "object") return fromObject(sent as Readonly<Record<string, unknown>>);
  return UNKNOWN;
}

/** What stands in a shared graph for a text that is secret. */
export const HIDDEN = "[secret]";

/** A copy of what the SDK sent with its secrets hidden, or `undefined` if it holds none. A secret that is not text becomes unknown. */
export function hideSecrets(sent: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  let found = false;
  const hide = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(hide);
    const record = value as Readonly<Record<string, unknown>>;
    const secret = record[SIGNATURE] === SECRET || (record[SIGNATURE] === OUTPUT && record["secret"] === true);
    if (!secret) return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, hide(inner)]));
    found = true;
    return typeof valueOf(value) === "string" ? HIDDEN : UNKNOWN_MARK;
  };
  const hidden = hide(sent) as Readonly<Record<string, unknown>>;
  return found ? hidden : undefined;
}

/** The properties of a resource. */
export function propertiesOf(sent: Readonly<Record<string, unknown>>): Readonly<Record<string, Value>> {
  const properties: Record<string, Value> = {};
  for (const [key, value] of Object.entries(sent)) properties[key] = valueOf(value);
  return properties;
}

function fromObject(sent: Readonly<Record<string, unknown>>): Value {
  switch (sent[SIGNATURE]) {
    case undefined:
      return propertiesOf(sent);
    case SECRET:
      return valueOf(sent["value"]);
    case OUTPUT:
      return sent["value"] === undefined ? UNKNOWN : valueOf(sent["value"]);
    case RESOURCE:
      return resource(sent);
    default:
      // Assets and archives: their fields (path, text, uri, assets) are what is known of them.
      return propertiesOf(Object.fromEntries(Object.entries(sent).filter(([key]) => key !== SIGNATURE)));
  }
}

/** A custom resource stands for its id, which a preview does not know unless it is imported; a component for its URN. */
function resource(sent: Readonly<Record<string, unknown>>): Value {
  if (!("id" in sent)) return valueOf(sent["urn"]);
  return sent["id"] === "" ? UNKNOWN : valueOf(sent["id"]);
}
