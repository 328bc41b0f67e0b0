import { nodesOf, types } from "../../graph/links";
import type { GraphNode } from "../../graph/model";
import { at, isList, isUnknown, type Value } from "../../graph/value";
import { keyLink, off, on, unsure, type Context, type Mechanism } from "../context";
import { zero } from "../figures";
import type { Copy, Link } from "../model";
import { placeName } from "../offsite";
import { unknownPlace } from "../places";
import { copyOf, FOREVER, originalsOf, urns } from "./support";

const INSTANCES = types("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest");
const TAKEN: readonly string[] = ["aws:ec2/amiFromInstance:AmiFromInstance"];
const IMAGES = types("aws:ec2/ami:Ami", "aws:ec2/amiFromInstance:AmiFromInstance", "aws:ec2/amiCopy:AmiCopy");
/** An image of an instance is a set of snapshots: a copy of it is restored as they are. */
const MECHANISM = "aws-ebs-snapshot-copy";
const DISTRIBUTIONS = types("aws:imagebuilder/distributionConfiguration:DistributionConfiguration");

/** Copies of copies are followed this far. */
const MOST_HOPS = 5;

/** Machine images: taken of an instance once, in its region, and copied elsewhere once. */
export const imageCopies: Mechanism = (context) => [
  ...context.ofTypes(TAKEN).flatMap((image) => instancesOf(context, image).map(({ node, link }) => imageCopy(context, node, image, [link]))),
  ...context.ofTypes(["aws:ec2/amiCopy:AmiCopy"]).flatMap((copy) => ancestors(context, copy, [], 0).map(({ node, links }) => imageCopy(context, node, copy, links))),
];

function instancesOf(context: Context, image: GraphNode): ReturnType<typeof originalsOf> {
  return originalsOf(image, context.links.resolve(image, ["sourceInstanceId"], { types: INSTANCES }));
}

/** What a copied image goes back to: the image that was copied, and the instance that one was taken of, each with all links between. */
function ancestors(context: Context, copy: GraphNode, after: readonly Link[], hops: number): readonly { readonly node: GraphNode; readonly links: readonly Link[] }[] {
  if (hops >= MOST_HOPS) return [];
  const sources = originalsOf(copy, context.links.resolve(copy, ["sourceAmiId"], { types: IMAGES, exclude: new Set([copy.urn]) }));
  return sources.flatMap(({ node, link }) => {
    const links = [link, sourceRegion(context, node, copy), ...after];
    const behind = TAKEN.includes(node.type) ? instancesOf(context, node).map((one) => ({ node: one.node, links: [one.link, ...links] })) : node.type === copy.type ? ancestors(context, node, links, hops + 1) : [];
    return [{ node, links }, ...behind];
  });
}

function imageCopy(context: Context, of: GraphNode, image: GraphNode, links: readonly Link[]): Copy {
  const place = context.place(image);
  const copied = !TAKEN.includes(image.type);
  const key = context.keysAt(image, ["kmsKeyId"]);
  const keyed = copied ? [keyLink(context, "key at the destination", key, false, place, image, `set kmsKeyId of "${image.name}" to a key in its own region`)] : [];
  return copyOf({
    of: of.urn,
    // An image is judged with what it was taken of.
    at: undefined,
    mechanism: MECHANISM,
    kind: "recovery-points",
    place,
    lag: INSTANCES.has(of.type) ? { known: false, why: `"${image.name}" is of an image taken once, when the program creates it: nothing renews it` } : zero("an image does not change once it is made"),
    recovery: context.figures.rto(MECHANISM),
    retention: FOREVER,
    links: [...links, on("image", `"${image.name}" in ${placeName(place)}`, image), ...keyed],
    // An image of an instance is encrypted as its disks are.
    keys: urns(copied ? key.keys : context.encryption(of).keys),
  });
}

function sourceRegion(context: Context, of: GraphNode, copy: GraphNode): Link {
  const name = "source region";
  const stated = copy.inputs["sourceAmiRegion"];
  const region = context.place(of).region;
  const fix = `set sourceAmiRegion of "${copy.name}" to ${region ?? "the region of the image"}`;
  if (typeof stated !== "string") return unsure(name, `sourceAmiRegion of "${copy.name}" is not known yet`, fix, copy);
  if (region === undefined) return unsure(name, `where "${of.name}" is, is not known`, `set region of "${of.name}"`, copy);
  return stated === region ? on(name, stated, copy) : off(name, `"${copy.name}" looks for "${of.name}" in ${stated}, and it is in ${region}`, fix, copy);
}

/** EC2 Image Builder: what is built is handed out to each region of its distribution. */
export const imageDistribution: Mechanism = (context) =>
  context.ofTypes(["aws:imagebuilder/image:Image"]).flatMap((image) => {
    const [config, ...more] = nodesOf(context.links.resolve(image, ["distributionConfigurationArn"], { types: DISTRIBUTIONS }));
    if (config === undefined || more.length > 0) return [];
    const distributions = config.inputs["distributions"];
    if (isUnknown(distributions)) return [distributed(context, image, config, [], undefined)];
    return (isList(distributions) ? distributions : []).flatMap((one, index) => (at(one, ["region"]) === context.place(image).region ? [] : [distributed(context, image, config, ["distributions", index], one)]));
  });

function distributed(context: Context, image: GraphNode, config: GraphNode, path: readonly (string | number)[], entry: Value | undefined): Copy {
  const region = at(entry, ["region"]);
  const place = typeof region === "string" ? context.places.at("aws", region, context.places.accountOf(image)) : unknownPlace("aws", `a region of "${config.name}" is not known yet`);
  const key = context.keysAt(config, [...path, "amiDistributionConfiguration", "kmsKeyId"]);
  const handed = ["amiDistributionConfiguration", "containerDistributionConfiguration"].find((kind) => at(entry, [kind]) !== undefined);
  return copyOf({
    of: image.urn,
    at: undefined,
    mechanism: "aws-imagebuilder-distribution",
    kind: "recovery-points",
    place,
    lag: zero("an image does not change once it is made"),
    recovery: context.figures.rto("aws-imagebuilder-distribution"),
    retention: FOREVER,
    links: [
      place.known ? on("destination", `${placeName(place)}, by "${config.name}"`, config) : unsure("destination", place.why ?? "not known", `write the regions of "${config.name}" out`, config),
      handed !== undefined || entry === undefined || isUnknown(entry) ? on("what is handed out", handed ?? "not known yet", config) : off("what is handed out", `"${config.name}" hands nothing out to ${place.region ?? "that region"}`, `add amiDistributionConfiguration to that distribution of "${config.name}"`, config),
      keyLink(context, "key at the destination", key, false, place, config, `set kmsKeyId of that distribution of "${config.name}" to a key in its region`),
    ],
    keys: urns(key.keys),
  });
}
