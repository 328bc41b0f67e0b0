import { createHash } from "node:crypto";
import type { WrittenGraph } from "../../operations/plan/serialise";
import { SECRET, SIGNATURE } from "../sources/sample";

type WrittenNode = WrittenGraph["nodes"][number];

/**
 * The export of a stack as it would be once a plan is deployed: every resource has an id and an ARN, inputs that were unknown
 * hold what flows into them, secrets are encrypted, and bridges have added what they add.
 */
export function exportOf(plan: WrittenGraph): unknown {
  const nodes = new Map(plan.nodes.map((node) => [node.urn, node]));
  const resources = plan.nodes.map((node) => ({
    urn: node.urn,
    custom: node.custom,
    ...(node.custom ? { id: idOf(node) } : {}),
    type: node.type,
    inputs: { ...known(node, nodes), __defaults: [] },
    ...(node.custom ? { outputs: { ...known(node, nodes), ...(node.type.startsWith("aws:") ? { arn: arnOf(node) } : {}), __meta: "{}" } } : {}),
    ...(node.parent === undefined ? {} : { parent: node.parent }),
    ...(node.provider === undefined ? {} : { provider: `${node.provider}::6f0d9a4e` }),
    protect: node.options.protect,
    retainOnDelete: node.options.retainOnDelete,
    external: node.external,
    dependencies: node.dependencies,
    propertyDependencies: { ...Object.fromEntries(Object.keys(node.inputs).map((input) => [input, []])), ...node.propertyDependencies },
    ignoreChanges: node.options.ignoreChanges,
  }));
  return { version: 3, deployment: { manifest: { time: "2026-11-22T18:16:02Z", magic: "", version: "" }, resources } };
}

function idOf(node: WrittenNode): string {
  return node.id ?? `${node.name}-${createHash("sha256").update(node.urn).digest("hex").slice(0, 8)}`;
}

/** Without region, as a bucket's: where a resource is must follow from its inputs and provider as in the plan. */
function arnOf(node: WrittenNode): string {
  return `arn:aws:${node.type.split(/[:/]/)[1] ?? ""}:::${idOf(node)}`;
}

function known(node: WrittenNode, nodes: ReadonlyMap<string, WrittenNode>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(node.inputs).map(([input, value]) => {
      const [source, ...more] = (node.propertyDependencies[input] ?? []).flatMap((urn) => nodes.get(urn) ?? []);
      const text = (path: string) => (source === undefined || more.length > 0 ? `computed for ${node.name}` : /(arn|destination\.bucket)$/i.test(path) ? arnOf(source) : idOf(source));
      return [input, filled(value, input, text)];
    }),
  );
}

/** Inputs that the program gives secrets which only the cloud completes: the plan's file shows them as unknown, a state as encrypted. */
const SECRET_INPUTS: ReadonlySet<string> = new Set(["secretString", "version.data", "password", "keyMaterialBase64"]);

function filled(value: unknown, path: string, text: (path: string) => string): unknown {
  if (value === "[secret]" || (SECRET_INPUTS.has(path) && typeof value === "object")) return { [SIGNATURE]: SECRET, ciphertext: "v1:AAAA:AAAA" };
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => filled(item, path, text));
  if ("firebreak:unknown" in value) return text(path);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, `${path}.${key}`, text)]));
}
