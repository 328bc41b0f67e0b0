import type { GraphNode } from "../../graph/model";
import { isList, isUnknown } from "../../graph/value";
import { off, on, unsure, type Context, type Mechanism } from "../context";
import { zero } from "../figures";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { RANDOM, SECRETS } from "../types";
import { copyOf } from "./support";

const SERVERS = ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest", "ovh:CloudProject/instance:Instance", "ovh:index/cloudInstance:CloudInstance"];
/** How a new server is told what to do. */
const LAUNCH_INPUTS = ["userData", "userDataBase64", "launchTemplate"];
/** Stores whose content is a value of its own; every other secret is a credential that only opens the thing it belongs to. */
const STORES: ReadonlySet<string> = new Set([...SECRETS, ...RANDOM, "aws:secretsmanager/secretVersion:SecretVersion", "aws:ssm/parameter:Parameter", "ovh:Okms/secret:Secret"]);
const KEY_DOMAIN = "ovh:Okms/okms:Okms";

/** The copy that the program itself is: what is made from it can be made again. */
function rebuilt(context: Context, node: GraphNode, links: readonly Link[]): Copy {
  const state = context.places.state();
  return copyOf({
    of: node.urn,
    at: undefined,
    mechanism: "restore-from-code",
    kind: "rebuilt-from-code",
    place: state,
    lag: zero("the program holds all of it"),
    recovery: context.figures.rto("restore-from-code"),
    links: [...links, state.known ? on("state", `kept in ${placeName(state)}`) : unsure("state", state.why ?? "not known", "set stateBackend in the settings")],
    keys: [],
  });
}

/** Servers that are launched from an image and a start script, and keep nothing of their own. */
export const launchedFromCode: Mechanism = (context) =>
  context.ofTypes(SERVERS).flatMap((server) => {
    const launch = LAUNCH_INPUTS.find((input) => server.inputs[input] !== undefined && server.inputs[input] !== "");
    if (launch === undefined) return [];
    return [rebuilt(context, server, [on("launched from code", `${launch} of "${server.name}"`, server), disks(server)])];
  });

function disks(server: GraphNode): Link {
  const name = "no disk of its own";
  const extra = server.inputs["ebsBlockDevices"];
  const fix = `keep the data of "${server.name}" elsewhere, or back its disks up`;
  if (isUnknown(extra)) return unsure(name, `ebsBlockDevices of "${server.name}" is not known yet`, "write ebsBlockDevices out", server);
  return isList(extra) && extra.length > 0 ? off(name, `"${server.name}" has ${extra.length} more disk${extra.length === 1 ? "" : "s"}, whose content no script brings back`, fix, server) : on(name, `"${server.name}" has its start disk only`, server);
}

/** Credentials of a resource, and containers of keys that are judged one by one: issued anew when it is made again. */
export const issuedAnew: Mechanism = (context) =>
  context.graph.nodes.flatMap((node) => {
    const holds = context.holds(node);
    if (node.type === KEY_DOMAIN) return [rebuilt(context, node, [on("container", `"${node.name}" is made again; what it holds is judged for itself`, node)])];
    if (holds !== "secret" || STORES.has(node.type) || node.type.startsWith("random:")) return [];
    return [rebuilt(context, node, [on("issued anew", `"${node.name}" opens nothing but what it belongs to, and is issued anew with it`, node)])];
  });
