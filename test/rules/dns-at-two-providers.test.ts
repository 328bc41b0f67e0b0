import { UNKNOWN, type Value } from "../../policies/graph/value";
import { dnsAtTwoProviders } from "../../policies/rules/dns-at-two-providers";
import { findings, from, frankfurt, said } from "./stacks";

const ASKED = { objectives: { provider: { rto: 86_400 } } };
const OTHER = { label: "zone", value: "example.com" };

/** A zone at Route 53 with a record for www, and at OVHcloud as told. */
function zones(standing: { readonly domain?: Value; readonly record?: boolean; readonly ttl?: number } | undefined) {
  const stack = frankfurt();
  stack.ovh();
  const zone = stack.add("aws:route53/zone:Zone", "zone", { name: "example.com" });
  stack.add("aws:route53/record:Record", "www", { zoneId: from(zone), name: "www.example.com", type: "A", ttl: 60, records: ["203.0.113.7"] });
  if (standing !== undefined) stack.add("ovh:Domain/zone:Zone", "standing", { plan: { configurations: [standing.domain === undefined ? OTHER : { label: "zone", value: standing.domain }] } });
  if (standing?.record === true) stack.add("ovh:Domain/zoneRecord:ZoneRecord", "standing-www", { zone: "example.com", subdomain: "www", fieldtype: "A", ttl: standing.ttl ?? 60, target: "203.0.113.7" });
  return stack;
}

describe("dns-at-two-providers", () => {
  test("accepts a zone that another provider serves too, host by host", () => {
    expect(said(dnsAtTwoProviders, zones({ record: true }), ASKED)).toEqual([]);
  });

  test("rejects a zone at one provider", () => {
    expect(findings(dnsAtTwoProviders, zones(undefined), ASKED)).toEqual([
      expect.objectContaining({ name: "zone", verdict: "rejected", reason: 'Zone "zone": no other provider serves it: losing the provider takes the name example.com away, until the domain is delegated to other name servers', fix: "Declare a zone for example.com at a second provider (ovh:Domain/zone:Zone)." }),
    ]);
  });

  test("rejects a standing copy that lacks a host, serves another domain, or is slow", () => {
    expect(said(dnsAtTwoProviders, zones({}), ASKED)).toEqual(['rejected: Record "www": www.example.com has no record in Zone "standing", which answers for example.com when this provider is gone']);
    expect(said(dnsAtTwoProviders, zones({ domain: "example.org", record: true }), ASKED).join("\n")).toContain("no other provider serves it");
    expect(said(dnsAtTwoProviders, zones({ record: true, ttl: 172_800 }), ASKED)).toEqual(['rejected: ZoneRecord "standing-www": ttl is 48 h, and the service must be back after 24 h']);
  });

  test("a domain that is not known is unknown", () => {
    expect(said(dnsAtTwoProviders, zones({ domain: UNKNOWN }), ASKED).join("\n")).toContain('unknown: Zone "standing": which domain it serves is not known at preview');
  });

  test("does not apply where no provider's end must be survived, nor to private zones", () => {
    expect(said(dnsAtTwoProviders, zones(undefined), { objectives: { campus: { rto: 60 } } })).toEqual([]);
    const stack = frankfurt();
    stack.add("aws:route53/zone:Zone", "inside", { name: "corp.example.com", vpcs: [{ vpcId: "vpc-1" }] });
    expect(said(dnsAtTwoProviders, stack, ASKED)).toEqual([]);
  });
});
