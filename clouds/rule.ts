import { closest } from "./closest";
import type { Properties, Value } from "./value";
import { isKnown, valuesAt } from "./value";
import type { Rule, RuleContext } from "./model";

/** Top-level property of a path. */
const property = (path: string): string => path.split(/[.[]/)[0] ?? path;

const show = (value: Value): string => (typeof value === "string" ? `"${value}"` : JSON.stringify(value));

function each(path: string, source: string, problem: (value: Value) => string | undefined): Rule {
  return {
    property: property(path),
    path,
    source,
    when: "inputs",
    test: (inputs) => {
      for (const value of valuesAt(inputs, path)) {
        const found = isKnown(value) ? problem(value) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** Each value at the path is one of a list. */
export function oneOf(path: string, allowed: readonly (string | number)[], source: string): Rule {
  return each(path, source, (value) => {
    if ((allowed as readonly Value[]).includes(value)) return undefined;
    const near = typeof value === "string" ? closest(value, allowed.map(String)) : undefined;
    return `expected ${path} to be one of ${allowed.join(", ")}, got ${show(value)}${near === undefined ? "" : `; did you mean "${near}"?`}`;
  });
}

/** Each number at the path is within limits, both included. */
export function within(path: string, min: number, max: number, source: string): Rule {
  return each(path, source, (value) => {
    const number = Number(value);
    return number >= min && number <= max ? undefined : `expected ${path} to be in the range (${String(min)} - ${String(max)}), got ${show(value)}`;
  });
}

/** Each string at the path matches; `words` says what is allowed. */
export function matches(path: string, pattern: RegExp, words: string, source: string): Rule {
  return each(path, source, (value) => (typeof value === "string" && pattern.test(value) ? undefined : `invalid value for ${path} (${words}), got ${show(value)}`));
}

/** Each value at the path passes; for what a list or a pattern cannot say. The reason must not print a secret. */
export function passes(path: string, problem: (value: string) => string | undefined, source: string): Rule {
  return each(path, source, (value) => problem(String(value)));
}

/** At most `max` entries in a list. */
export function atMost(path: string, max: number, source: string): Rule {
  return each(path, source, (value) => (Array.isArray(value) && value.length > max ? `too many entries in ${path}: ${String(value.length)}, at most ${String(max)}` : undefined));
}

/** Exactly, or at least, one of several inputs is set. */
export function exactlyOne(names: readonly string[], source: string): Rule {
  return combination(names, source, (set) => (set.length === 1 ? undefined : `exactly one of ${names.join(", ")} must be set, got ${set.length === 0 ? "none" : set.join(", ")}`));
}

/** At least one of several inputs is set. */
export function oneOrMore(names: readonly string[], source: string): Rule {
  return combination(names, source, (set) => (set.length > 0 ? undefined : `one of ${names.join(", ")} must be set`));
}

/** No two of the inputs are set together. */
export function notTogether(names: readonly string[], source: string): Rule {
  return combination(names, source, (set) => (set.length <= 1 ? undefined : `conflicting inputs: ${set.join(", ")} cannot be set together`));
}

function combination(names: readonly string[], source: string, problem: (set: readonly string[]) => string | undefined): Rule {
  return { property: names[0] ?? "", source, when: "inputs", test: (inputs) => problem(names.filter((name) => inputs[name] !== undefined && inputs[name] !== null)) };
}

/** A condition over several inputs, checked before any call. The test must treat unknown inputs as fine. */
export function condition(name: string, source: string, test: (inputs: Properties) => string | undefined): Rule {
  return { property: name, source, when: "inputs", test };
}

/** What only the cloud can tell, checked on create and update. */
export function cloud(name: string, source: string, test: (inputs: Properties, context: RuleContext) => string | undefined): Rule {
  return { property: name, source, when: "cloud", test };
}

/** True if the input is set to a known value equal to the one given. */
export function is(inputs: Properties, path: string, value: Value): boolean {
  return valuesAt(inputs, path).some((found) => found === value);
}

/** True if the input is unset (unknown counts as set). */
export function unset(inputs: Properties, name: string): boolean {
  return inputs[name] === undefined || inputs[name] === null;
}

const OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const IPV4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`);

/** An IPv4 address as a number; `undefined` if it is none. */
export function ipv4(address: string): number | undefined {
  return IPV4.test(address) ? address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) : undefined;
}

/** First and last address of an IPv4 network; `undefined` if it is none or has host bits set. */
export function network(cidr: string): { readonly first: number; readonly last: number; readonly prefix: number } | undefined {
  const [address = "", bits = ""] = cidr.split("/");
  const first = ipv4(address);
  const prefix = /^\d{1,2}$/.test(bits) ? Number(bits) : NaN;
  if (first === undefined || !(prefix >= 0 && prefix <= 32)) return undefined;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** IPv4 networks with no host bits, with a prefix within limits. */
export function cidr(path: string, min: number, max: number, source: string): Rule {
  return each(path, source, (value) => {
    const found = network(String(value));
    if (found === undefined) return `${show(value)} is not a valid IPv4 CIDR block: expected a network such as 10.0.0.0/16 without host bits`;
    return found.prefix >= min && found.prefix <= max ? undefined : `expected ${path} to have a prefix between /${String(min)} and /${String(max)}, got ${show(value)}`;
  });
}

/** A JSON document of at most `max` characters. The document itself is never printed. */
export function json(path: string, max: number, source: string): Rule {
  return each(path, source, (value) => {
    if (typeof value !== "string") return undefined;
    if (value.length > max) return `${path} is ${String(value.length)} characters long, at most ${String(max)} are allowed`;
    try {
      JSON.parse(value);
      return undefined;
    } catch {
      return `${path} contains invalid JSON`;
    }
  });
}

