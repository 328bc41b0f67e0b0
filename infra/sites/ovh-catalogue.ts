import * as ovh from "@ovhcloud/pulumi-ovh";
import * as pulumi from "@pulumi/pulumi";

/** The image of every server; the same system as at AWS. */
export const IMAGE = "Ubuntu 24.04";

/** Where to look. */
export interface Lookup {
  readonly project: string;
  readonly region: string;
}

/** Id of a server flavour by its name, in a region. */
export function flavorId(lookup: Lookup, name: string, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  const result = ovh.cloudproject.getFlavorsOutput({ serviceName: lookup.project, region: lookup.region, nameFilter: name }, opts);
  return result.flavors.apply((flavors) => pick("flavour", flavors, name, lookup.region, "serverSize of the site"));
}

/** Id of the servers' image in a region. */
export function imageId(lookup: Lookup, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  const result = ovh.cloudproject.getImagesOutput({ serviceName: lookup.project, region: lookup.region, osType: "linux" }, opts);
  return result.images.apply((images) => pick("image", images, IMAGE, lookup.region, "region of the site"));
}

/** Id of a load balancer's size in a region. */
export function loadBalancerFlavorId(lookup: Lookup, name: string, opts: pulumi.InvokeOptions): pulumi.Output<string> {
  const result = ovh.cloudproject.getLoadBalancerFlavorsOutput({ serviceName: lookup.project, regionName: lookup.region }, opts);
  return result.flavors.apply((flavors) => pick("load balancer flavour", flavors, name, lookup.region, "region of the site"));
}

/** The id of the entry with a name; a readable error with what there is if it is missing. */
export function pick(what: string, entries: readonly { readonly id: string; readonly name: string }[], name: string, region: string, key: string): string {
  const found = entries.find((entry) => entry.name === name);
  if (found !== undefined) return found.id;
  const names = [...new Set(entries.map((entry) => entry.name))].sort().join(", ");
  throw new pulumi.RunError(`OVHcloud has no ${what} "${name}" in ${region}; there is: ${names === "" ? "none" : names}. Change the ${key}.`);
}
