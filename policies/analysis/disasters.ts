import type { Context } from "./context";
import { providerOf } from "./places";
import type { Disaster, DisasterKind, Place } from "./model";

/** A disaster with what it removes: one thing, or two at once. */
export interface Removal {
  readonly disaster: Disaster;
  readonly parts: readonly Part[];
}

/** One thing that a disaster removes. */
export interface Part {
  readonly kind: DisasterKind;
  readonly provider?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly campus?: string;
  /** For `account`; absent means the provider's one account. */
  readonly account?: string;
  /** For `key`: URN of the key. */
  readonly key?: string;
}

/** What to enumerate beyond single disasters. */
export interface DisasterOptions {
  /** Every two of campus, provider and account at once. Default false. */
  readonly twoAtOnce?: boolean;
}

/** Providers by their names. */
const NAMES: Readonly<Record<string, string>> = { aws: "AWS", ovh: "OVHcloud" };
/** What happens at once with something else: the large ones. */
const PAIRED: ReadonlySet<DisasterKind> = new Set(["campus", "provider", "account"]);

/** Every disaster that can befall a graph, in order of id. */
export function disastersOf(context: Context, options: DisasterOptions = {}): readonly Removal[] {
  const found = new Map<string, Removal>();
  const add = (id: string, title: string, part: Part): void => {
    if (!found.has(id)) found.set(id, { disaster: { kind: part.kind, id, title }, parts: [part] });
  };
  let any = false;
  const keys: { readonly urn: string; readonly name: string; readonly type: string }[] = [];
  for (const node of context.graph.nodes) {
    const holds = context.holds(node);
    if (!node.custom || node.type.startsWith("pulumi:")) continue;
    any = true;
    if (holds === "key") keys.push(node);
    addPlaces(context.place(node), providerOf(node) === "state", add);
  }
  const named = new Map<string, number>();
  for (const key of keys) named.set(key.name, (named.get(key.name) ?? 0) + 1);
  for (const key of keys) {
    const label = named.get(key.name) === 1 ? key.name : key.urn;
    add(`key:${label}`, `the key "${key.name}" is lost`, { kind: "key", key: key.urn });
  }
  if (any) add("operator-error", "an operator deletes or corrupts it, and it is noticed late", { kind: "operator-error" });
  const single = [...found.values()];
  const all = options.twoAtOnce === true ? [...single, ...pairs(single)] : single;
  return all.sort((a, b) => (a.disaster.id < b.disaster.id ? -1 : 1));
}

/** `state`: what exists only in the Pulumi state shares its place, but not the account that the program uses. */
function addPlaces(place: Place, state: boolean, add: (id: string, title: string, part: Part) => void): void {
  const { provider, region, zone, campus, account, city } = place;
  if (provider === "state") return;
  const name = NAMES[provider] ?? provider;
  const where = city === undefined || city === "not known" ? "" : ` in ${city}`;
  if (place.known && zone !== undefined && region !== undefined) add(`zone:${provider}/${zone}`, `the zone ${zone}${where} fails`, { kind: "zone", provider, region, zone });
  if (place.known && campus !== undefined) add(`campus:${provider}/${campus}`, `the ${name} campus ${campus}${where} burns`, { kind: "campus", provider, campus });
  if (place.known && region !== undefined) add(`region:${provider}/${region}`, `the ${name} region ${region}${where} is lost`, { kind: "region", provider, region });
  add(`provider:${provider}`, `${name} as a whole is gone`, { kind: "provider", provider });
  add(`control-plane:${provider}`, `the control plane of ${name} is down: what runs keeps running, nothing can be changed`, { kind: "control-plane", provider });
  if (!state) add(`account:${provider}/${account ?? "default"}`, `the ${name} account ${account ?? "in use"} is taken over`, { kind: "account", provider, ...(account === undefined ? {} : { account }) });
}

function pairs(single: readonly Removal[]): readonly Removal[] {
  const large = single.filter((one) => PAIRED.has(one.disaster.kind));
  return large.flatMap((a, index) =>
    large.slice(index + 1).map((b): Removal => {
      const [first, second] = a.disaster.id < b.disaster.id ? [a, b] : [b, a];
      return {
        disaster: { kind: first.disaster.kind, id: `${first.disaster.id} + ${second.disaster.id}`, title: `${first.disaster.title}, and ${second.disaster.title}` },
        parts: [...first.parts, ...second.parts],
      };
    }),
  );
}

/** Whether a disaster takes something at a place: `maybe` where the graph cannot tell. */
export type Taken = "yes" | "no" | "maybe";

/** Whether a disaster takes what stands at a place. Nothing is said of keys, deletions and control planes here. */
export function takesPlace(part: Part, place: Place): Taken {
  switch (part.kind) {
    case "zone":
    case "campus":
    case "region":
    case "provider":
    case "account":
      break;
    default:
      return "no";
  }
  if (place.provider === "state") return place.known ? "no" : "maybe";
  if (place.provider !== part.provider) return "no";
  if (part.kind === "provider") return "yes";
  if (part.kind === "account") return place.account === part.account ? "yes" : place.account === undefined || part.account === undefined ? "maybe" : "no";
  if (!place.known) return place.region !== undefined && part.kind === "region" ? (place.region === part.region ? "yes" : "no") : "maybe";
  if (part.kind === "region") return place.region === part.region ? "yes" : "no";
  if (part.kind === "campus") return place.campus === undefined && place.region !== undefined ? "maybe" : place.campus === part.campus ? "yes" : "no";
  return place.zone !== undefined && place.zone === part.zone && place.region === part.region ? "yes" : "no";
}

/** The worse of two answers. */
export function either(a: Taken, b: Taken): Taken {
  return a === "yes" || b === "yes" ? "yes" : a === "maybe" || b === "maybe" ? "maybe" : "no";
}
