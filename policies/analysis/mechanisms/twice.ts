import type { GraphNode } from "../../graph/model";
import { nodesOf } from "../../graph/links";
import { at, isUnknown } from "../../graph/value";
import { on, type Context, type Mechanism } from "../context";
import { zero } from "../figures";
import type { Copy } from "../model";
import { placeName } from "../offsite";
import { SECRETS } from "../types";
import { copyOf, urns } from "./support";

/** A store of a secret, with what shows that two of them hold the same. */
interface Store {
  readonly node: GraphNode;
  readonly by: GraphNode;
  readonly content: string;
}

/** More stores of one value than this are compared with the first ones only. */
const MOST = 8;

/** The same secret, written by the program into several stores: each is a copy of the others. */
export const declaredTwice: Mechanism = (context) => {
  const groups = new Map<string, Store[]>();
  for (const store of stores(context)) {
    const there = groups.get(store.content);
    if (there === undefined) groups.set(store.content, [store]);
    else there.push(store);
  }
  return [...groups.values()].flatMap((group) => group.flatMap((store) => group.slice(0, MOST).flatMap((other) => (other.node.urn === store.node.urn ? [] : [twin(context, store, other)]))));
};

function stores(context: Context): readonly Store[] {
  return [
    ...context.ofTypes(["aws:secretsmanager/secretVersion:SecretVersion"]).flatMap((version) => {
      const content = contentOf(version, "secretString", ["secretString"]);
      const [secret, ...more] = nodesOf(context.links.resolve(version, ["secretId"], { types: SECRETS }));
      return content === undefined || secret === undefined || more.length > 0 ? [] : [{ node: secret, by: version, content }];
    }),
    ...context.ofTypes(["ovh:Okms/secret:Secret"]).flatMap((secret) => {
      const content = contentOf(secret, "version", ["version", "data"]);
      return content === undefined ? [] : [{ node: secret, by: secret, content }];
    }),
    ...context.ofTypes(["aws:ssm/parameter:Parameter"]).flatMap((parameter) => {
      const content = contentOf(parameter, "value", ["value"]);
      return content === undefined ? [] : [{ node: parameter, by: parameter, content }];
    }),
  ];
}

/** What identifies a content: the text itself where it is known, otherwise everything that flows into it. Compared, never shown. */
function contentOf(node: GraphNode, property: string, path: readonly string[]): string | undefined {
  const value = at(node.inputs, path);
  if (typeof value === "string" && value !== "") return `text ${value}`;
  const sources = [...(node.propertyDependencies[property] ?? [])].sort();
  return isUnknown(value) && sources.length > 0 ? `from ${sources.join(" ")}` : undefined;
}

function twin(context: Context, store: Store, other: Store): Copy {
  const place = context.place(other.node);
  return copyOf({
    of: store.node.urn,
    at: other.node.urn,
    mechanism: "declared-twice",
    kind: "export",
    place,
    lag: zero("the program writes both at once"),
    recovery: zero("in use there already"),
    links: [on("same content", `"${other.by.name}" is given what "${store.by.name}" is given`, other.by), on("destination", placeName(place), other.node)],
    keys: urns(context.encryption(other.node).keys),
  });
}
