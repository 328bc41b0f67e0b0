import { classify } from "../catalog/catalog";
import { findLocation } from "../facts/geography";
import { nodesOf, parseArn, type Links } from "../graph/links";
import type { Graph, GraphNode } from "../graph/model";
import { at, isUnknown, type Value } from "../graph/value";
import type { Settings } from "../settings/model";
import type { Place } from "./model";

/** Where OVHcloud resources say their region, best first, when the catalog names no input or that input is not set. */
const OVH_REGION_INPUTS: readonly string[] = ["regionName", "region", "regions[0]", "nodes[0].region", "location", "datacenter"];
/** Types whose zone is that of the subnet that an input refers to. */
const IN_SUBNET: Readonly<Record<string, string>> = { "aws:ec2/instance:Instance": "subnetId" };

/** How the catalog says where a type lives; unclassified types live where their inputs and provider say. */
interface PlaceRule {
  readonly kind: string;
  readonly argument: string;
}

function ruleOf(type: string): PlaceRule {
  const [kind = "region-input", argument = ""] = (classify(type)?.place ?? "region-input").split(/:(.*)/s);
  return { kind, argument };
}

/** `nodes[0].region` as steps. */
function stepsOf(path: string): readonly (string | number)[] {
  return path.split(/[.[\]]+/).filter((step) => step !== "").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Where things are. Each answer is computed once. */
export class Places {
  private readonly byNode = new Map<GraphNode, Place>();
  private readonly byCode = new Map<string, Place>();
  private links: Links | undefined;
  private readonly types = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly graph: Graph,
    private readonly settings: Settings,
  ) {}

  /** Gives the means to follow links; before that, only inputs and providers tell. */
  follow(links: Links): void {
    this.links = links;
    this.byNode.clear();
  }

  /** The place of a node. A place that is not known says which input to pin. */
  of(node: GraphNode): Place {
    const known = this.byNode.get(node);
    if (known !== undefined) return known;
    // Guards against parts that name each other.
    this.byNode.set(node, unknownPlace(providerOf(node), `the place of "${node.name}" depends on itself`));
    const place = this.compute(node);
    this.byNode.set(node, place);
    return place;
  }

  /** The place of a provider's region, zone or datacentre code. */
  at(provider: string, code: string, account?: string): Place {
    const key = `${provider}/${code}/${account ?? ""}`;
    const known = this.byCode.get(key);
    if (known !== undefined) return known;
    const location = findLocation(provider, code);
    const named = account === undefined ? {} : { account };
    const place: Place =
      location === undefined
        ? { known: false, why: `"${code}" is not a place that the ${provider} table knows`, provider, region: code, ...named }
        : {
            known: true,
            provider,
            ...named,
            region: location.region,
            ...(location.zone === undefined ? {} : { zone: location.zone }),
            ...(location.campus === undefined ? {} : { campus: location.campus }),
            city: location.city,
            ...(location.lat === undefined || location.lon === undefined ? {} : { lat: location.lat, lon: location.lon }),
          };
    this.byCode.set(key, place);
    return place;
  }

  /** The region code as far as inputs and provider tell, without following links. */
  regionOf(node: GraphNode): string | undefined {
    return this.of(node).region;
  }

  /** The account behind a node's provider, as far as its configuration tells. */
  accountOf(node: GraphNode): string | undefined {
    const provider = node.provider === undefined ? undefined : this.graph.byUrn.get(node.provider);
    return provider === undefined ? undefined : accountOfProvider(provider);
  }

  /** Where the Pulumi state is kept. */
  state(): Place {
    const backend = this.settings.stateBackend;
    return backend === undefined ? unknownPlace("state", "where the Pulumi state is kept is not stated: set stateBackend in the settings") : this.at(backend.provider, backend.region);
  }

  private compute(node: GraphNode): Place {
    const provider = providerOf(node);
    const rule = ruleOf(node.type);
    if (provider === "state" || rule.kind === "state") return this.state();
    const account = this.accountOf(node);
    const named = account === undefined ? {} : { account };
    if (rule.kind === "global") return { known: true, provider, ...named };
    if (rule.kind === "of") {
      const place = this.beside(node, rule.argument, provider);
      if (place !== undefined) return place;
    }
    const place = this.byInputs(node, provider, rule, account);
    return place.account === undefined ? { ...place, ...named } : place;
  }

  private byInputs(node: GraphNode, provider: string, rule: PlaceRule, account: string | undefined): Place {
    const zone = this.zone(node, provider, rule, account);
    if (zone !== undefined) return zone;
    const path = rule.kind === "output" ? undefined : rule.kind === "input" ? rule.argument : undefined;
    const inputs = provider === "aws" ? ["region"] : [...(path === undefined ? [] : [path]), ...OVH_REGION_INPUTS];
    for (const input of path !== undefined && provider === "aws" ? [path, ...inputs] : inputs) {
      const steps = stepsOf(input);
      const value = this.single(at(node.inputs, steps));
      if (typeof value === "string" && value !== "") return this.at(provider, value, account);
      if (isUnknown(value) && node.inputs[String(steps[0])] !== undefined) return unknownPlace(provider, `${input} of "${node.name}" is not known yet: write it out`);
    }
    if (rule.kind === "output") {
      const value = this.single(at(node.outputs, stepsOf(rule.argument)));
      if (typeof value === "string" && value !== "") return this.at(provider, value, account);
    }
    return provider === "aws" ? this.byProvider(node, account) : unknownPlace(provider, `nothing tells the region of "${node.name}" before it is created`);
  }

  /** A list of one place is that place; a list of several is none that is known. */
  private single(value: Value | undefined): Value | undefined {
    return Array.isArray(value) ? (value.length === 1 ? (value as readonly Value[])[0] : undefined) : value;
  }

  /** The place of the resource of which this one is a part. */
  private beside(node: GraphNode, input: string, provider: string): Place | undefined {
    if (this.links === undefined || node.inputs[input] === undefined) return undefined;
    const target = this.links.resolve(node, [input], { types: this.wholesOf(provider, input) });
    if (target.kind === "external" && target.region !== undefined) return this.at(provider, target.region, target.account);
    const [first, ...more] = nodesOf(target).filter((one) => one.urn !== node.urn).map((one) => this.of(one));
    return first !== undefined && more.every((place) => place.known === first.known && place.region === first.region && place.account === first.account) ? first : undefined;
  }

  private zone(node: GraphNode, provider: string, rule: PlaceRule, account: string | undefined): Place | undefined {
    const own = rule.kind === "zone-input" ? at(node.inputs, stepsOf(rule.argument)) : undefined;
    const input = IN_SUBNET[node.type];
    const subnet = own === undefined && input !== undefined ? this.beside(node, input, provider)?.zone : undefined;
    const code = typeof own === "string" && own !== "" ? own : subnet;
    const place = code === undefined ? undefined : this.at(provider, code, account);
    // The providers' own words for "any zone" and names that differ by account are no places.
    return place?.known === true ? place : undefined;
  }

  private byProvider(node: GraphNode, account: string | undefined): Place {
    const provider = node.provider === undefined ? undefined : this.graph.byUrn.get(node.provider);
    const arn = node.outputs["arn"];
    const told = typeof arn === "string" ? parseArn(arn)?.region : undefined;
    if (told !== undefined) return this.at("aws", told, account);
    if (provider === undefined) return unknownPlace("aws", `nothing tells the region of "${node.name}": set its region, or its provider's`);
    const region = provider.inputs["region"];
    if (typeof region === "string" && region !== "") return this.at("aws", region, account);
    if (isUnknown(region)) return unknownPlace("aws", `the region of the provider "${provider.name}" is not known yet: write it out`);
    return unknownPlace("aws", `the provider "${provider.name}" has no region: set aws:region, or the region of "${node.name}"`);
  }

  /** The types of the graph that a part may name: not the other parts, which carry the same name. */
  private wholesOf(provider: string, input: string): ReadonlySet<string> {
    const key = `${provider} ${input}`;
    const known = this.types.get(key);
    if (known !== undefined) return known;
    const all = new Set(this.graph.nodes.flatMap((node) => (node.type.startsWith(`${provider}:`) ? [node.type] : [])));
    const found = new Set([...all].filter((type) => ruleOf(type).kind !== "of" || ruleOf(type).argument !== input));
    this.types.set(key, found);
    return found;
  }
}

/** A place that nobody knows, with what to do about it. */
export function unknownPlace(provider: string, why: string): Place {
  return { known: false, why, provider };
}

/** `aws` or `ovh`; `state` for what exists only in the Pulumi state. */
export function providerOf(node: GraphNode): string {
  const name = node.type.slice(0, node.type.indexOf(":"));
  return name === "aws" || name === "ovh" ? name : "state";
}

/** The account that a provider's configuration names: by role, by allowed id, by profile, by endpoint. */
export function accountOfProvider(provider: GraphNode): string | undefined {
  const inputs = provider.inputs;
  const roles = listOf(inputs["assumeRoles"]);
  const role = at(roles.at(-1), ["roleArn"]);
  const assumed = typeof role === "string" ? parseArn(role)?.account : undefined;
  if (assumed !== undefined) return assumed;
  const [id, ...more] = listOf(inputs["allowedAccountIds"]);
  if (typeof id === "string" && more.length === 0) return id;
  const profile = inputs["profile"];
  if (typeof profile === "string" && profile !== "") return `profile ${profile}`;
  const endpoint = inputs["endpoint"];
  return provider.type === "pulumi:providers:ovh" && typeof endpoint === "string" && endpoint !== "" ? endpoint : undefined;
}

/** Provider configuration arrives as a list, or as its JSON text. */
function listOf(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  if (typeof value !== "string") return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? (parsed as readonly Value[]) : [];
  } catch {
    return [];
  }
}
