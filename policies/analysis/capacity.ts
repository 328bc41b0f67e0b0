import { nodesOf, types } from "../graph/links";
import type { GraphNode } from "../graph/model";
import { at, isUnknown } from "../graph/value";
import type { Context } from "./context";
import type { Removal } from "./disasters";
import type { Evaluator } from "./evaluate";
import { computed, sum, unknown, zero } from "./figures";
import type { Figure } from "./model";
import { placeName } from "./offsite";
import { Kept, Split } from "./split";
import { SERVERS } from "./types";

/** Inputs that say how many of a group run, best first; whatever is not listed runs as soon as it is declared. */
const SIZES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "aws:autoscaling/group:Group": [["desiredCapacity"], ["minSize"]],
  "aws:ecs/service:Service": [["desiredCount"]],
  "aws:eks/nodeGroup:NodeGroup": [["scalingConfig", "desiredSize"]],
  "aws:ec2/fleet:Fleet": [["targetCapacitySpecification", "totalTargetCapacity"]],
  "ovh:CloudProject/kubeNodePool:KubeNodePool": [["desiredNodes"], ["minNodes"]],
};
/** A service of ECS runs nothing where nothing is said, unless it runs once per host (aws.ecs.Service desiredCount, schedulingStrategy). */
const NONE_BY_DEFAULT = "aws:ecs/service:Service";
const STATES = ["aws:ec2transitgateway/instanceState:InstanceState"];
const INSTANCES = types("aws:ec2/instance:Instance");
const RESERVATIONS = ["aws:ec2/capacityReservation:CapacityReservation"];

/** Servers after a disaster: those that run elsewhere, those that are reserved, and otherwise the time it takes to get some. */
export class Capacity {
  /** Servers of the stack itself. */
  readonly servers: Split<GraphNode>;
  private readonly reserved: readonly GraphNode[];
  private readonly sizes = new Map<GraphNode, string>();
  /** What runs of those that are left; `undefined` where none is, nor may be. */
  private readonly standing = new Kept((left: readonly GraphNode[]) => ({ figure: this.standingOf(left) }));

  constructor(
    private readonly context: Context,
    private readonly evaluator: Evaluator,
  ) {
    this.servers = new Split(context, evaluator.blast, context.ofTypes(SERVERS).filter((node) => !node.external), (node) => node);
    this.reserved = context.ofTypes(RESERVATIONS).filter((node) => context.place(node).known);
  }

  /** How long until servers run; `undefined` for a stack without any. Zero only for those that run already. */
  figure(removal: Removal): Figure | undefined {
    if (this.servers.all.length === 0) return undefined;
    return this.standing.of(this.servers.by(removal).left).figure ?? sum([this.ordered(removal), this.evaluator.rebuildTime(removal)]);
  }

  private standingOf(nodes: readonly GraphNode[]): Figure | undefined {
    const running = nodes.filter((node) => this.sizeOf(node) === "yes");
    if (running.length > 0) {
      const places = [...new Set([...new Set(running.map((node) => this.context.place(node)))].map(placeName))].sort();
      return zero(`${running.length} of ${this.servers.all.length} already run in ${places.join(", ")}`);
    }
    const open = nodes.find((node) => this.sizeOf(node) !== "no");
    return open === undefined ? undefined : unknown(`whether "${open.name}" runs is not known: write out ${this.sizeOf(open)}`);
  }

  /** How long until there is something to start servers on. */
  ordered(removal: Removal): Figure {
    const reserved = this.reserved.find((node) => this.evaluator.blast.hits(node, removal).taken === "no");
    if (reserved !== undefined) return computed(0, `capacity is reserved by "${reserved.name}" in ${placeName(this.context.place(reserved))}`, "the reservation in the graph");
    return this.context.figures.rto("standby-capacity");
  }

  /** Whether a server runs: `yes`, `no` (a group of none, an instance that is stopped), or the input that would tell. */
  private sizeOf(node: GraphNode): string {
    const known = this.sizes.get(node);
    if (known !== undefined) return known;
    const size = this.running(node);
    this.sizes.set(node, size);
    return size;
  }

  private running(node: GraphNode): string {
    const states = this.context.companions(STATES, "instanceId", INSTANCES).get(node.urn) ?? [];
    for (const state of states) {
      const wanted = state.inputs["state"];
      if (isUnknown(wanted)) return `state of "${state.name}"`;
      if (wanted === "stopped" && nodesOf(this.context.links.resolve(state, ["instanceId"], { types: INSTANCES })).length === 1) return "no";
    }
    for (const path of SIZES[node.type] ?? []) {
      const size = at(node.inputs, path);
      if (isUnknown(size)) return `${path.join(".")} of "${node.name}"`;
      if (typeof size === "number") return size > 0 ? "yes" : "no";
    }
    return node.type === NONE_BY_DEFAULT && node.inputs["schedulingStrategy"] !== "DAEMON" ? "no" : "yes";
  }
}
