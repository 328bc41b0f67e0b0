import { createHash } from "node:crypto";

/** Server flavours that the simulated OVHcloud has in every region. Source: OVHcloud's public price list (b3, c3, r3, d2 families), memory in MB, disk in GB. */
export const FLAVORS: readonly { readonly name: string; readonly vcpus: number; readonly ram: number; readonly disk: number }[] = [
  { name: "d2-2", vcpus: 1, ram: 2000, disk: 25 },
  { name: "d2-4", vcpus: 2, ram: 4000, disk: 50 },
  { name: "d2-8", vcpus: 4, ram: 8000, disk: 50 },
  { name: "b2-7", vcpus: 2, ram: 7000, disk: 50 },
  { name: "b2-15", vcpus: 4, ram: 15000, disk: 100 },
  { name: "b2-30", vcpus: 8, ram: 30000, disk: 200 },
  { name: "b3-8", vcpus: 2, ram: 8000, disk: 50 },
  { name: "b3-16", vcpus: 4, ram: 16000, disk: 100 },
  { name: "b3-32", vcpus: 8, ram: 32000, disk: 200 },
  { name: "b3-64", vcpus: 16, ram: 64000, disk: 400 },
  { name: "b3-128", vcpus: 32, ram: 128000, disk: 400 },
  { name: "c3-4", vcpus: 2, ram: 4000, disk: 50 },
  { name: "c3-8", vcpus: 4, ram: 8000, disk: 100 },
  { name: "c3-16", vcpus: 8, ram: 16000, disk: 200 },
  { name: "r3-16", vcpus: 2, ram: 16000, disk: 50 },
  { name: "r3-32", vcpus: 4, ram: 32000, disk: 100 },
  { name: "r3-64", vcpus: 8, ram: 64000, disk: 200 },
];

/** Images in every region. Source: OVHcloud's list of Public Cloud images. */
export const IMAGES: readonly string[] = ["AlmaLinux 9", "Debian 12", "Debian 13", "Fedora 42", "Rocky Linux 9", "Ubuntu 22.04", "Ubuntu 24.04"];

/** Sizes of load balancers. Source: OVHcloud guide: Public Cloud Load Balancer, sizes. */
export const LOAD_BALANCER_FLAVORS: readonly string[] = ["small", "medium", "large", "xl"];

/** The id of an entry in a region: the same every time, different in each region as with OVHcloud. */
export function idOf(what: string, region: string, name: string): string {
  const digits = createHash("sha256").update(JSON.stringify([what, region, name])).digest("hex");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
