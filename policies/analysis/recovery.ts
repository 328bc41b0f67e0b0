import type { GraphNode } from "../graph/model";
import { at, isList, isUnknown } from "../graph/value";
import { nodesOf, types } from "../graph/links";
import { Capacity } from "./capacity";
import type { Context } from "./context";
import type { Holdings } from "./copies";
import type { Removal } from "./disasters";
import type { Evaluator, Judged } from "./evaluate";
import { computed, sum, unknown, worst, zero } from "./figures";
import type { AssessedResource, DisasterKind, Figure, Place } from "./model";
import { Kept, Split } from "./split";
import { DATABASES, ENTRANCES, SERVERS } from "./types";

/** One step of the recovery chain. */
export interface Step {
  readonly name: string;
  readonly figure: Figure;
}

/** A resource that a disaster hits, as judged. */
export interface HitResource {
  readonly node: GraphNode;
  readonly holds: AssessedResource["holds"];
  readonly judged: Judged;
}

/** Route 53 checks every 30 seconds and needs three failures where nothing is said (aws.route53.HealthCheck). */
const CHECK_SECONDS = 30;
const CHECK_FAILURES = 3;
/** An alias to an AWS resource is kept by resolvers for 60 seconds; OVHcloud's default for a record is an hour. */
const ALIAS_TTL = 60;
const RECORD_TTL = 3600;
const ROUTE53_DOCS = "docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html";
/** Disasters that take machines with them, and everybody's at once. */
const PLACES: ReadonlySet<DisasterKind> = new Set(["zone", "campus", "region", "provider"]);
/** What is restored into a machine of its own; stores without servers take their data back as they are. */
const NEW_CLUSTERS: ReadonlySet<string> = new Set([...DATABASES, ...SERVERS]);
const RECORDS = types("aws:route53/record:Record", "ovh:Domain/zoneRecord:ZoneRecord");

/** How names find the site that serves. */
interface Name {
  readonly record: GraphNode;
  /** Seconds until resolvers ask again; `undefined` where not known. */
  readonly ttl: number | undefined;
  /** Seconds until a health check moves the name by itself; absent where it does not. */
  readonly detect?: number;
}

/** The recovery of the whole service, along its slowest chain. */
export class Recovery {
  private readonly capacity: Capacity;
  private readonly entrances: Split<GraphNode>;
  private readonly names: Split<Name>;
  /** Names that a health check moves. */
  private readonly checked: Split<Name>;
  private readonly ttl = new Kept((names: readonly Name[]) => ttlOf(names));
  private readonly activeCampuses: ReadonlySet<string>;

  constructor(
    private readonly context: Context,
    private readonly holdings: Holdings,
    private readonly evaluator: Evaluator,
  ) {
    this.capacity = new Capacity(context, evaluator);
    const names = context.ofTypes(RECORDS).flatMap((record) => this.name(record) ?? []);
    this.entrances = new Split(context, evaluator.blast, context.ofTypes(ENTRANCES), (node) => node);
    this.names = new Split(context, evaluator.blast, names, ({ record }) => record);
    this.checked = new Split(context, evaluator.blast, names.filter(({ detect }) => detect !== undefined), ({ record }) => record);
    this.activeCampuses = new Set(context.graph.nodes.filter((node) => context.holds(node) === "data" && this.isOriginal(node)).flatMap((node) => campusOf(context.place(node)) ?? []));
  }

  /** The steps from the disaster to a service that works again; empty where nothing that serves is hit. */
  steps(removal: Removal, hits: readonly HitResource[]): readonly Step[] {
    const kinds = new Set(removal.parts.map((part) => part.kind));
    if (kinds.size === 1 && kinds.has("control-plane")) return [];
    const serving = hits.filter(({ judged, holds }) => holds !== "configuration" && holds !== "cache" && judged.best?.standby !== true && judged.best?.rebuilt !== true);
    const data = worst(serving.flatMap(({ holds, judged }) => (holds === "data" ? [judged.best?.recovery ?? unknown("nothing is left to restore it from")] : [])), zero("no data has to be restored"));
    const secrets = worst(serving.flatMap(({ holds, judged }) => (holds === "secret" || holds === "key" ? [judged.best?.recovery ?? unknown("nothing is left to restore it from")] : [])), zero("no key or secret has to be restored"));
    const dataHit = serving.some(({ holds }) => holds === "data" || holds === "opaque" || holds === "unclassified");
    if (kinds.size === 1 && kinds.has("operator-error")) return serving.length === 0 ? [] : [this.decide(), ...restores(secrets, data)];
    const servers = this.capacity.servers.by(removal);
    // With no server left anywhere nothing serves, wherever the data is.
    const activeHit = [servers, this.entrances.by(removal)].some(({ taken }) => taken.some((node) => this.isActive(node))) || (servers.taken.length > 0 && servers.left.length === 0);
    if (!dataHit && !activeHit) return this.namesOnly(removal);
    // Only a service whose data is untouched moves by itself: taking over data is decided by people.
    const automatic = !dataHit && this.automatic(removal) !== undefined;
    return [...(automatic ? [] : [this.decide()]), ...restores(secrets, dataHit ? data : undefined), ...this.capacitySteps(removal, serving), ...this.switchNames(removal)];
  }

  /** True if a resource is not itself a copy that is filled from elsewhere, and not just a server. */
  private isOriginal(node: GraphNode): boolean {
    if (SERVERS.has(node.type)) return false;
    const incoming = this.holdings.incoming.get(node.urn) ?? [];
    return !incoming.some(({ copy }) => copy.links.every((link) => link.state === "on"));
  }

  /** Servers serve where original data is; in a stack without any, everywhere. */
  private isActive(node: GraphNode): boolean {
    const campus = campusOf(this.context.place(node));
    return this.activeCampuses.size === 0 || campus === undefined || this.activeCampuses.has(campus);
  }

  private decide(): Step {
    const stated = this.context.settings.timeToDecide;
    const figure = stated === undefined ? unknown("how long people take to notice and decide is not stated: set timeToDecide in the settings") : computed(stated, "people notice and decide", "settings.timeToDecide");
    return { name: "notice and decide", figure };
  }

  /** Servers that run elsewhere, or what it takes to have some, and something to restore databases into: never instant unless it runs. */
  private capacitySteps(removal: Removal, serving: readonly HitResource[]): readonly Step[] {
    const servers = this.capacity.figure(removal);
    const rebuilt = servers !== undefined && !(servers.known && servers.seconds === 0);
    // Whoever takes an account leaves the provider's machines standing; a fire sends everybody to the same order page.
    const scarce = removal.parts.some((part) => PLACES.has(part.kind));
    const restored = scarce && !rebuilt ? serving.filter(({ node, judged }) => judged.best?.restored === true && NEW_CLUSTERS.has(node.type)) : [];
    return [
      ...(servers === undefined ? [] : [{ name: "servers", figure: servers }]),
      ...(restored.length === 0 ? [] : [{ name: "capacity to restore into", figure: this.capacity.ordered(removal) }]),
      ...(rebuilt ? [] : this.entrance(removal)),
    ];
  }

  /** Where no names lead to what is left, clients need an entry point, and one that burned has to be made again. */
  private entrance(removal: Removal): readonly Step[] {
    const gone = this.names.all.length === 0 && this.entrances.all.length > 0 && this.entrances.by(removal).left.length === 0;
    return gone ? [{ name: "entry points", figure: this.evaluator.rebuildTime(removal) }] : [];
  }

  private switchNames(removal: Removal): readonly Step[] {
    const { left } = this.names.by(removal);
    const automatic = this.automatic(removal);
    if (automatic !== undefined) return automatic;
    if (this.names.all.length === 0) return this.entrances.all.length === 0 ? [] : [{ name: "switch names", figure: this.context.figures.rto("client-switch") }];
    if (left.length === 0) return [{ name: "switch names", figure: this.context.figures.rto("dns-delegation-change") }];
    const change = left.some(({ record }) => record.type.startsWith("aws:")) ? "aws-route53-record-change" : "ovh-dns-record-change";
    return [{ name: "switch names", figure: sum([this.context.figures.rto(change), this.ttl.of(left)]) }];
  }

  /** Detection and switch by health checks, where every name that is left has them. */
  private automatic(removal: Removal): readonly Step[] | undefined {
    const checked = this.checked.by(removal).left;
    if (checked.length === 0) return undefined;
    const slowest = checked.reduce((most, { detect }) => Math.max(most, detect ?? 0), 0);
    return [
      { name: "detect", figure: computed(slowest, "health check: interval times failures", ROUTE53_DOCS) },
      { name: "switch names", figure: this.ttl.of(checked) },
    ];
  }

  /** Nothing that serves is hit, but the names may be: then clients have to be told by another service. */
  private namesOnly(removal: Removal): readonly Step[] {
    const { taken } = this.names.by(removal);
    const serves = taken.some(({ detect }) => detect !== undefined) || (taken.length > 0 && taken.length === this.names.all.length);
    return serves ? [{ name: "answer names from elsewhere", figure: this.context.figures.rto("dns-delegation-change") }] : [];
  }

  private name(record: GraphNode): Name | undefined {
    const kind = record.inputs["type"] ?? record.inputs["fieldtype"];
    if (typeof kind === "string" && !["A", "AAAA", "CNAME"].includes(kind)) return undefined;
    const aliases = record.inputs["aliases"];
    const stated = record.inputs["ttl"];
    const ttl = isUnknown(stated) ? undefined : typeof stated === "number" ? stated : isList(aliases) && aliases.length > 0 ? ALIAS_TTL : RECORD_TTL;
    const detect = record.type.startsWith("aws:") ? this.detection(record) : undefined;
    return { record, ttl, ...(detect === undefined ? {} : { detect }) };
  }

  /** Seconds until Route 53 sees that the first answer of a failover pair fails. */
  private detection(record: GraphNode): number | undefined {
    if (at(record.inputs, ["failoverRoutingPolicies", 0, "type"]) !== "PRIMARY") return undefined;
    const [check, ...more] = nodesOf(this.context.links.resolve(record, ["healthCheckId"], { types: types("aws:route53/healthCheck:HealthCheck") }));
    if (check === undefined || more.length > 0 || check.inputs["disabled"] === true) {
      return at(record.inputs, ["aliases", 0, "evaluateTargetHealth"]) === true ? CHECK_SECONDS * CHECK_FAILURES : undefined;
    }
    const interval = check.inputs["requestInterval"];
    const failures = check.inputs["failureThreshold"];
    return (typeof interval === "number" ? interval : CHECK_SECONDS) * (typeof failures === "number" ? failures : CHECK_FAILURES);
  }
}

function restores(secrets: Figure, data: Figure | undefined): readonly Step[] {
  return [...(secrets.known && secrets.seconds === 0 ? [] : [{ name: "restore keys and secrets", figure: secrets }]), ...(data === undefined ? [] : [{ name: "promote or restore data", figure: data }])];
}

function campusOf(place: Place): string | undefined {
  return place.known && place.campus !== undefined ? `${place.provider}/${place.campus}` : undefined;
}

/** Until resolvers ask again, of the slowest name. */
function ttlOf(names: readonly Name[]): Figure {
  return worst(names.map(({ record, ttl }) => (ttl === undefined ? unknown(`ttl of "${record.name}" is not known yet: write it out`) : computed(ttl, "resolvers keep the old answer for its TTL", `ttl of "${record.name}"`))), zero("no name to switch"));
}
