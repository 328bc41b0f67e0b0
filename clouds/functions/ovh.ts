import { findLocation } from "../../policies/facts/geography";
import type { Properties } from "../value";
import { text } from "../value";
import type { FunctionTable } from "./model";
import { FLAVORS, idOf, IMAGES, LOAD_BALANCER_FLAVORS } from "./ovh-catalogue";

/** Date of the simulated images: a constant, so that a result does not change. */
const IMAGE_DATE = "2026-01-15T00:00:00Z";

function regionOf(args: Properties, input: string): string {
  const region = text(args[input]);
  if (region === undefined) throw new Error(`${input} is needed: flavours, images and sizes have ids of their own in each region`);
  if (findLocation("ovh", region)?.code !== region) throw new Error(`region "${region}" not found`);
  return region;
}

/** Data sources of `@ovhcloud/pulumi-ovh`; results have the fields of the SDK's declarations. */
export const OVH_FUNCTIONS: FunctionTable = {
  "ovh:CloudProject/getFlavors:getFlavors": (args) => {
    const region = regionOf(args, "region");
    const filter = text(args.nameFilter);
    const flavors = FLAVORS.filter((flavor) => filter === undefined || flavor.name === filter).map((flavor) => ({
      id: idOf("flavor", region, flavor.name),
      name: flavor.name,
      region,
      available: true,
      capabilities: ["resize", "snapshot", "volume", "failoverip"].map((name) => ({ name, enabled: true })),
      disk: flavor.disk,
      ram: flavor.ram,
      vcpus: flavor.vcpus,
      inboundBandwidth: 500,
      outboundBandwidth: 500,
      osType: "linux",
      planCodes: { hourly: `${flavor.name}.consumption`, monthly: `${flavor.name}.monthly.postpaid` },
      quota: 100,
      type: "ovh.ssd.eg",
    }));
    return { ...args, id: idOf("flavors", region, filter ?? ""), region, flavors };
  },
  "ovh:CloudProject/getImages:getImages": (args) => {
    const region = regionOf(args, "region");
    const images = IMAGES.map((name) => ({
      id: idOf("image", region, name),
      name,
      region,
      creationDate: IMAGE_DATE,
      flavorType: "",
      minDisk: 0,
      minRam: 0,
      planCode: "",
      size: 2.5,
      status: "active",
      tags: [],
      type: "linux",
      user: name.split(" ")[0]?.toLowerCase() ?? "",
      visibility: "public",
    }));
    return { flavorType: "", osType: "linux", ...args, id: idOf("images", region, ""), region, images };
  },
  "ovh:CloudProject/getLoadBalancerFlavors:getLoadBalancerFlavors": (args) => {
    const region = regionOf(args, "regionName");
    return { ...args, id: idOf("load balancer flavors", region, ""), flavors: LOAD_BALANCER_FLAVORS.map((name) => ({ id: idOf("load balancer flavor", region, name), name, region })) };
  },
  "ovh:Domain/getZone:getZone": (args) => {
    const name = text(args.name) ?? "";
    return { id: name, name, dnssecSupported: true, hasDnsAnycast: false, lastUpdate: IMAGE_DATE, nameServers: ["dns104.ovh.net", "ns104.ovh.net"], ZoneURN: `urn:v1:eu:resource:dnsZone:${name}` };
  },
};
