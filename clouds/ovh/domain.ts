import type { TypeSpec } from "../model";
import { condition, matches, oneOf, passes } from "../rule";
import { isRecord, text, valuesAt } from "../value";
import { TERRAFORM } from "./common";

const FIELDS = ["A", "AAAA", "CAA", "CNAME", "DKIM", "DMARC", "DNAME", "HTTPS", "LOC", "MX", "NAPTR", "NS", "PTR", "RP", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"];

/** DNS at OVHcloud: served from many sites, changed through one API. */
export const DOMAIN_TYPES: readonly TypeSpec[] = [
  {
    type: "ovh:Domain/zone:Zone",
    service: "domain",
    global: true,
    replaces: ["ovhSubsidiary", "paymentMean", "plan", "planOptions"],
    rules: [condition("plan", `${TERRAFORM}resource_domain_zone.go (ordering a zone needs a plan)`, ({ plan }) => (isRecord(plan) && plan.planCode === undefined ? "plan.planCode is needed to order a zone" : undefined))],
    id: ({ inputs, name }) => orderedZone(inputs.plan) ?? name,
    outputs: ({ inputs, name, id, createdAt }) => ({
      name: orderedZone(inputs.plan) ?? name,
      lastUpdate: createdAt,
      nameServers: ["dns104.ovh.net", "ns104.ovh.net"],
      ZoneURN: `urn:v1:eu:resource:dnsZone:${id}`,
    }),
    source: `${TERRAFORM}resource_domain_zone.go`,
  },
  {
    type: "ovh:Domain/zoneRecord:ZoneRecord",
    service: "domain",
    global: true,
    replaces: ["fieldtype", "zone"],
    rules: [
      oneOf("fieldtype", FIELDS, "OVHcloud API zone.NamedResolutionFieldTypeEnum"),
      passes("ttl", (value) => (Number(value) === 0 || Number(value) >= 60 ? undefined : `"ttl" must be either equal to 0 or, greater than or equal to 60, got: ${value}`), `${TERRAFORM}resource_domain_zone_record.go (ttl)`),
      matches("zone", /^([a-z0-9-]+\.)+[a-z]{2,}$/, "a domain name", "OVHcloud API /domain/zone/{zoneName}"),
    ],
    id: ({ hex }) => String((parseInt(hex(7, "record"), 16) % 4_000_000_000) + 5_000_000_000),
    source: `${TERRAFORM}resource_domain_zone_record.go`,
  },
];

function orderedZone(plan: Parameters<typeof valuesAt>[0]): string | undefined {
  const setting = valuesAt(plan, "configurations[]").find((item) => isRecord(item) && item.label === "zone");
  return isRecord(setting) ? text(setting.value) : undefined;
}
