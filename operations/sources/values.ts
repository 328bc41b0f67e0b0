import { isUnknown, UNKNOWN, type Value } from "../../policies/graph/value";
import type { Problem } from "../errors";
import { HIDDEN, UNKNOWN_MARK } from "../plan/wire";
import { brief } from "./printable";

/** Marks of property values that are no plain JSON, as the engine writes them (pulumi/sdk/go/common/apitype/property-values.json). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

/** Properties that provider bridges and the engine add for themselves; no program sets them. */
const ADDED: ReadonlySet<string> = new Set(["__defaults", "__meta", "__internal"]);

/** No provider nests its properties this deep. */
export const MOST_DEPTH = 128;

type Properties = Readonly<Record<string, Value>>;

/**
 * Reads property values of a file that anybody may have written. Secrets are not read at all, encrypted or in clear text:
 * they are unknown, so no report can show one. What cannot be a property value is kept as a problem, and nothing throws.
 */
export class ValueReader {
  /** How many values were secret. */
  secrets = 0;
  readonly problems: Problem[] = [];
  private where = "";

  /** The properties of a resource; `where` is how messages call them. */
  properties(raw: unknown, where: string): Properties {
    this.where = where;
    if (typeof raw === "object" && raw !== null && (Object.hasOwn(raw, SIGNATURE) || isUnknown(raw))) {
      this.refuse("the properties as a whole carry a mark that only a single value can have", "write the file again with the pulumi command; do not edit it by hand");
      return {};
    }
    return this.fields(raw, 1);
  }

  private fields(raw: unknown, depth: number): Properties {
    if (typeof raw !== "object" || raw === null) return {};
    const entries: [string, Value][] = [];
    for (const [key, value] of Object.entries(raw)) {
      if (ADDED.has(key)) continue;
      if (key === "__proto__") this.refuse('a property is named "__proto__", which no resource has', "remove it; if you did not put it there, do not trust this file");
      else entries.push([key, this.value(value, depth)]);
    }
    return Object.fromEntries(entries);
  }

  private value(raw: unknown, depth: number): Value {
    if (depth > MOST_DEPTH) {
      this.refuse(`it is nested more than ${MOST_DEPTH} levels deep`, "correct the file; no provider writes such a property");
      return UNKNOWN;
    }
    if (raw === null || typeof raw === "boolean") return raw;
    if (typeof raw === "number") return Number.isFinite(raw) ? raw : UNKNOWN;
    if (typeof raw === "string") return this.text(raw);
    if (Array.isArray(raw)) return raw.map((item) => this.value(item, depth + 1));
    if (typeof raw !== "object" || isUnknown(raw)) return UNKNOWN;
    const record = raw as Readonly<Record<string, unknown>>;
    return Object.hasOwn(record, SIGNATURE) ? this.signed(record, depth) : this.fields(record, depth + 1);
  }

  /** A preview and a shared plan put a fixed text in the place of a secret: two of them are not the same value. */
  private text(raw: string): Value {
    if (raw !== HIDDEN) return raw.includes(UNKNOWN_MARK) ? UNKNOWN : raw;
    this.secrets += 1;
    return UNKNOWN;
  }

  private signed(raw: Readonly<Record<string, unknown>>, depth: number): Value {
    switch (raw[SIGNATURE]) {
      case SECRET:
        this.secrets += 1;
        return UNKNOWN;
      case RESOURCE:
        return resource(raw);
      case ASSET:
      case ARCHIVE:
        return this.fields(Object.fromEntries(Object.entries(raw).filter(([key]) => key !== SIGNATURE)), depth + 1);
      default:
        // Bytes and numbers that JSON cannot hold, and what a later engine may add.
        return UNKNOWN;
    }
  }

  private refuse(problem: string, fix: string): void {
    if (this.problems.length < 10) this.problems.push({ where: brief(this.where), problem, fix });
  }
}

/** A custom resource stands for its id, a component for its URN. Some engines wrote the id as an object with the field `V`. */
function resource({ id, urn }: Readonly<Record<string, unknown>>): Value {
  const inner = typeof id === "object" && id !== null ? (id as { readonly V?: unknown }).V : id;
  const text = inner === undefined || inner === null ? urn : inner;
  return typeof text === "string" && text !== "" && !text.includes(UNKNOWN_MARK) ? text : UNKNOWN;
}
