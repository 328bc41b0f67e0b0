import { createHash } from "node:crypto";
import { locations } from "../../policies/facts/geography";
import type { Properties } from "../value";
import { isRecord, text, valuesAt } from "../value";
import type { FunctionContext, FunctionTable } from "./model";

/** Owners of public images: Canonical, Debian, Amazon. Source: their publishers' documentation. */
const IMAGES: readonly { readonly owners: readonly string[]; readonly name: string; readonly architecture: string; readonly rootDevice: string }[] = [
  { owners: ["099720109477"], name: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260115", architecture: "x86_64", rootDevice: "/dev/sda1" },
  { owners: ["099720109477"], name: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20260115", architecture: "arm64", rootDevice: "/dev/sda1" },
  { owners: ["099720109477"], name: "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260115", architecture: "x86_64", rootDevice: "/dev/sda1" },
  { owners: ["136693071363"], name: "debian-12-amd64-20260115-1993", architecture: "x86_64", rootDevice: "/dev/xvda" },
  { owners: ["136693071363"], name: "debian-12-arm64-20260115-1993", architecture: "arm64", rootDevice: "/dev/xvda" },
  { owners: ["amazon", "137112412989"], name: "al2023-ami-2023.9.20260115.0-kernel-6.1-x86_64", architecture: "x86_64", rootDevice: "/dev/xvda" },
  { owners: ["amazon", "137112412989"], name: "al2023-ami-2023.9.20260115.0-kernel-6.1-arm64", architecture: "arm64", rootDevice: "/dev/xvda" },
];

/** Names of the public images. */
export const IMAGE_NAMES: readonly string[] = IMAGES.map((image) => image.name);

/** Zones that customers see in the older regions differ by account; `a` to `c` exist almost everywhere. */
const ZONES = ["a", "b", "c"];

const hash = (...parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** Id of a public image in a region. */
export function amiId(region: string, name: string): string {
  return `ami-${hash(region, name).slice(0, 17)}`;
}

function regionOf(context: FunctionContext): string {
  if (context.region === undefined) throw new Error("Missing region configuration: set region on the provider or on the function");
  return context.region;
}

/** Availability zones of a region: the facts' own where they have them. */
export function zonesOf(region: string): readonly string[] {
  const known = locations("aws").find((location) => location.code === region)?.zones;
  return known !== undefined && known.length > 0 ? known : ZONES.map((letter) => `${region}${letter}`);
}

/** Data sources of `@pulumi/aws`; results have the fields of the SDK's declarations that programs read. */
export const AWS_FUNCTIONS: FunctionTable = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_args, { account }) => ({ id: account, accountId: account, arn: `arn:aws:iam::${account}:user/firebreak`, userId: `AIDA${hash(account).slice(0, 16).toUpperCase()}` }),
  "aws:index/getRegion:getRegion": (_args, context) => {
    const region = regionOf(context);
    return { id: region, name: region, region, description: locations("aws").find((location) => location.code === region)?.city ?? "", endpoint: `ec2.${region}.amazonaws.com` };
  },
  "aws:index/getPartition:getPartition": () => ({ id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (args, context) => {
    const region = regionOf(context);
    const names = zonesOf(region);
    return { ...args, id: region, region, names: [...names], zoneIds: names.map((name) => `${hash(region).slice(0, 4)}-az${String(names.indexOf(name) + 1)}`), groupNames: [region] };
  },
  "aws:ec2/getAmi:getAmi": (args, context) => {
    const region = regionOf(context);
    const image = findImage(args);
    const id = amiId(region, image.name);
    return { ...args, id, imageId: id, name: image.name, arn: `arn:aws:ec2:${region}::image/${id}`, architecture: image.architecture, ownerId: image.owners.at(-1) ?? "", rootDeviceName: image.rootDevice, rootDeviceType: "ebs", state: "available", virtualizationType: "hvm", creationDate: "2026-01-15T00:00:00.000Z", hypervisor: "xen", imageType: "machine", public: true, region };
  },
  "aws:ssm/getParameter:getParameter": (args, context) => {
    const region = regionOf(context);
    const name = text(args.name) ?? "";
    const image = IMAGES.find((candidate) => name.startsWith(publicPath(candidate.name)) && (name.includes("arm64") || name.includes("aarch64")) === (candidate.architecture === "arm64"));
    if (image === undefined) throw new Error(`reading SSM Parameter (${name}): couldn't find resource`);
    const value = amiId(region, image.name);
    return { withDecryption: true, ...args, id: name, arn: `arn:aws:ssm:${region}::parameter${name}`, name, type: "String", value, insecureValue: value, version: 1, region };
  },
};

/** Where an image's publisher keeps its current id among the public parameters. */
function publicPath(name: string): string {
  if (name.includes("24.04")) return "/aws/service/canonical/ubuntu/server/24.04/";
  if (name.includes("22.04")) return "/aws/service/canonical/ubuntu/server/22.04/";
  return name.startsWith("debian-12") ? "/aws/service/debian/release/12/" : "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-";
}

function findImage(args: Properties): (typeof IMAGES)[number] {
  const owners = valuesAt(args, "owners[]").map(String);
  const filters = valuesAt(args, "filters[]").filter(isRecord);
  const fits = (image: (typeof IMAGES)[number]): boolean =>
    (owners.length === 0 || image.owners.some((owner) => owners.includes(owner))) &&
    filters.every((filter) => {
      const values = valuesAt(filter, "values[]").map(String);
      if (filter.name === "name") return values.some((pattern) => glob(pattern).test(image.name));
      if (filter.name === "architecture") return values.includes(image.architecture);
      return true;
    });
  const found = IMAGES.find(fits);
  if (found === undefined) throw new Error("Your query returned no results. Please change your search criteria and try again.");
  return found;
}

function glob(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
