import fc from "fast-check";
import { problemLines } from "../../operations/errors";
import { load, loadParsed } from "../../operations/sources/load";
import { exported, fixture, resources, SECRET, SIGNATURE, UNKNOWN_MARK } from "./sample";

const RUNS = { numRuns: process.env["FIREBREAK_DEEP"] === undefined ? 1000 : 20_000 };
const TIMEOUT = 300_000;

const PLAN = {
  format: "firebreak-graph",
  version: 1,
  project: "shop",
  stack: "dev",
  nodes: resources().map((one) => ({ urn: one["urn"], type: one["type"], name: String(one["urn"]).split("::").at(-1), custom: one["custom"], external: false, inputs: one["inputs"] ?? {}, dependencies: one["dependencies"] ?? [], propertyDependencies: {}, options: { protect: false, ignoreChanges: [] } })),
};

/** Valid files of every kind, to start from. */
const FILES: readonly string[] = [...["export.json", "export-show-secrets.json", "preview-create.json", "preview-show-sames.json"].map(fixture), JSON.stringify(exported(resources())), JSON.stringify(PLAN)];

/** Values that mean something to the loader, beside arbitrary ones. */
const value = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom<fc.JsonValue>(null, "", UNKNOWN_MARK, "[secret]", -1, 1e308, [], {}, { "firebreak:unknown": true }, { [SIGNATURE]: SECRET }, { [SIGNATURE]: null }, "urn:pulumi:a::b::c:d:E::f") },
);

/** A graph that holds together, or problems that say something: what every input must give. */
function holds(result: ReturnType<typeof load>): void {
  if (!result.ok) {
    expect(result.problems.length).toBeGreaterThan(0);
    for (const problem of result.problems) expect(problem.where !== "" && problem.problem !== "" && problem.fix !== "").toBe(true);
    expect(problemLines(result.problems).join("\n")).not.toMatch(/\bat .*:\d+:\d+\)?$/m);
    return;
  }
  const { nodes, byUrn } = result.graph;
  expect(nodes.length + result.unsettled.length).toBeGreaterThan(0);
  expect(byUrn.size).toBe(nodes.length);
  for (const node of nodes) {
    for (const urn of [...node.dependencies, ...Object.values(node.propertyDependencies).flat(), ...(node.parent === undefined ? [] : [node.parent]), ...(node.provider === undefined ? [] : [node.provider])]) expect(byUrn.has(urn)).toBe(true);
  }
}

/** Every place in a document, as a path. */
function paths(data: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  return typeof data !== "object" || data === null ? [path] : [path, ...Object.entries(data).flatMap(([key, inner]) => paths(inner, [...path, key]))];
}

type Change = { readonly kind: "set"; readonly value: fc.JsonValue } | { readonly kind: "remove" } | { readonly kind: "repeat" } | { readonly kind: "rename"; readonly name: string };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), value }),
  fc.record({ kind: fc.constant("remove" as const) }),
  fc.record({ kind: fc.constant("repeat" as const) }),
  fc.record({ kind: fc.constant("rename" as const), name: fc.constantFrom("__proto__", "constructor", "urn", "", "a") }),
);

/** The text with one thing changed, as text: only what JSON can say reaches the loader. */
function changed(text: string, where: number, { kind, ...how }: Change): string {
  const data = JSON.parse(text) as Record<string, unknown>;
  const all = paths(data).slice(1);
  const path = all[where % Math.max(1, all.length)] ?? [];
  if (path.length === 0) return text;
  let holder = data;
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string, unknown>;
  const key = path.at(-1) ?? "";
  if (kind === "set") holder[key] = (how as { readonly value: unknown }).value;
  else if (kind === "repeat") (Array.isArray(holder) ? (holder as unknown[]) : []).push(holder[key]);
  else {
    const { [key]: old } = holder;
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
    if (kind === "rename") Object.defineProperty(holder, (how as { readonly name: string }).name, { value: old, enumerable: true, configurable: true, writable: true });
  }
  return JSON.stringify(data);
}

it("any JSON gives a graph or problems", () => {
  fc.assert(fc.property(value, (data) => holds(loadParsed(data, "file.json"))), RUNS);
}, TIMEOUT);

it("any JSON in the place of a deployment, of resources, of steps, of a plan's nodes gives a graph or problems", () => {
  const shapes = [(data: unknown) => ({ version: 3, deployment: data }), (data: unknown) => exported(data), (data: unknown) => exported([...resources(), data]), (data: unknown) => ({ steps: data, changeSummary: {} }), (data: unknown) => ({ steps: [data], changeSummary: data }), (data: unknown) => ({ ...PLAN, nodes: [data] }), (data: unknown) => exported(resources(), { pending_operations: data, metadata: data, manifest: data })];
  fc.assert(fc.property(fc.constantFrom(...shapes), value, (shape, data) => holds(loadParsed(shape(data), "file.json"))), RUNS);
}, TIMEOUT);

it("a valid file with one to three things changed gives a graph or problems", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FILES), fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 }), (text, changes) => {
      holds(load({ text: changes.reduce((before, [where, how]) => changed(before, where, how), text), name: "file.json" }));
    }),
    RUNS,
  );
}, TIMEOUT);

it("a valid file as text, cut off or with characters changed, gives a graph or problems; cut off it never gives a graph", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FILES), fc.nat(), fc.string({ maxLength: 3 }), (text, where, put) => {
      const at = where % text.trimEnd().length;
      expect(load({ text: text.slice(0, at), name: "file.json" }).ok).toBe(false);
      holds(load({ text: text.slice(0, at) + put + text.slice(at + put.length), name: "file.json" }));
    }),
    RUNS,
  );
}, TIMEOUT);

it("any text gives a graph or problems", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => holds(load({ text, name: "file.json" }))), RUNS);
}, TIMEOUT);

it("a secret is in nothing that is read, wherever it stands", () => {
  const secret = fc.string({ minLength: 12 }).map((text) => `S3CR3T${text}`);
  fc.assert(
    fc.property(fc.constantFrom(...FILES), fc.nat(), secret, fc.boolean(), (text, where, hidden, encrypted) => {
      const envelope = { [SIGNATURE]: SECRET, [encrypted ? "ciphertext" : "plaintext"]: JSON.stringify(hidden) };
      const result = load({ text: changed(text, where, { kind: "set", value: envelope }), name: "file.json" });
      expect(JSON.stringify(result.ok ? [result.graph.nodes, result.notes, result.unsettled] : result.problems)).not.toContain("S3CR3T");
    }),
    RUNS,
  );
}, TIMEOUT);
