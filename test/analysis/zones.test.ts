import { Asked, from, Stack, type Handle, type Input } from "./graphs";

type Inputs = Readonly<Record<string, Input>>;

function build(aws: Inputs, ovh: Inputs, more: (stack: Stack) => readonly Handle[] = () => []): { readonly asked: Asked; readonly zone: Handle; readonly other: Handle; readonly more: readonly Handle[] } {
  const stack = new Stack();
  stack.aws("eu-central-1");
  stack.ovh();
  const zone = stack.add("aws:route53/zone:Zone", "zone", aws);
  const other = stack.add("ovh:Domain/zone:Zone", "zone-ovh", ovh);
  const added = more(stack);
  return { asked: new Asked(stack.graph()), zone, other, more: added };
}

const ORDER: Inputs = { plan: { configurations: [{ label: "template", value: "basic" }, { label: "zone", value: "example.com" }] } };

describe("zones declared at two providers", () => {
  it("are copies of each other", () => {
    const { asked, zone, other } = build({ name: "Example.com." }, ORDER);
    expect(asked.copy(zone, "declared-twice")).toMatchObject({ at: other.urn, place: { provider: "ovh" }, lag: { seconds: 0 } });
    expect(asked.copy(other, "declared-twice")).toMatchObject({ at: zone.urn, place: { provider: "aws" } });
  });

  it.each<[string, Inputs, Inputs]>([
    ["other names", { name: "example.org" }, ORDER],
    ["a private zone", { name: "example.com", vpcs: [{ vpcId: "vpc-1" }] }, ORDER],
    ["a name that is not known", { name: from() }, ORDER],
    ["an order that names none", { name: "example.com" }, {}],
  ])("are none with %s", (_, aws, ovh) => {
    const { asked, zone } = build(aws, ovh);
    expect(asked.copies(zone).filter((copy) => copy.mechanism === "declared-twice")).toEqual([]);
  });

  it.each<[string, Input, Input, "on" | "off" | "unknown"]>([
    ["one address", ["192.0.2.1"], "192.0.2.1", "on"],
    ["two addresses", ["192.0.2.1"], "192.0.2.2", "off"],
    ["an alias", undefined, "192.0.2.1", "unknown"],
  ])("with records of %s", (_, records, target, state) => {
    const { asked, more } = build({ name: "example.com" }, ORDER, (stack) => [
      stack.add("aws:route53/record:Record", "www", { name: "www.example.com", type: "A", records }),
      stack.add("ovh:Domain/zoneRecord:ZoneRecord", "www-ovh", { zone: "example.com", subdomain: "www", fieldtype: "A", target }),
    ]);
    for (const record of more) expect(asked.link(record, "declared-twice", "same answer").state).toBe(state);
  });

  it("with records of other types are none", () => {
    const { asked, more } = build({ name: "example.com" }, ORDER, (stack) => [
      stack.add("aws:route53/record:Record", "www", { name: "www.example.com", type: "AAAA", records: ["2001:db8::1"] }),
      stack.add("ovh:Domain/zoneRecord:ZoneRecord", "www-ovh", { zone: "example.com", subdomain: "www", fieldtype: "A", target: "192.0.2.1" }),
    ]);
    for (const record of more) expect(asked.copies(record)).toEqual([]);
  });
});
