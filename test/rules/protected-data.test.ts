import { UNKNOWN } from "../../policies/graph/value";
import { protectedData } from "../../policies/rules/protected-data";
import { context, copy, FRANKFURT, link, node, resource, STATELESS, urnOf } from "./assessments";

const options = { protect: false, retainOnDelete: undefined, ignoreChanges: [] };
const check = (...args: Parameters<typeof context>) => protectedData.check(context(...args));

describe("protected-data", () => {
  test("accepts protect, retainOnDelete and the cloud's own deletion protection", () => {
    const nodes = [
      node(urnOf("protected"), { options: { ...options, protect: true } }),
      node(urnOf("retained"), { options: { ...options, retainOnDelete: true } }),
      node(urnOf("database"), { inputs: { deletionProtection: true } }),
      node(urnOf("table"), { inputs: { deletionProtectionEnabled: true } }),
    ];
    expect(check(nodes.map((one) => resource(one.name)), { nodes })).toEqual([]);
  });

  test("rejects data that one edit deletes", () => {
    const [found, ...more] = check([resource("uploads")]);
    expect(more).toEqual([]);
    expect(found).toEqual({
      rule: "protected-data",
      urn: urnOf("uploads"),
      name: "uploads",
      type: "aws:s3/bucket:Bucket",
      verdict: "rejected",
      reason: 'Bucket "uploads" holds data, and nothing stops an update or a destroy from deleting it',
      fix: 'Add the resource option protect: true to Bucket "uploads".',
    });
  });

  test("deletion protection that is switched off protects nothing", () => {
    expect(check([resource("db")], { nodes: [node(urnOf("db"), { inputs: { deletionProtection: false } })] })).toHaveLength(1);
  });

  test("deletion protection that is not known is unknown, naming the input", () => {
    const [found] = check([resource("db")], { nodes: [node(urnOf("db"), { inputs: { deletionProtection: UNKNOWN } })] });
    expect(found?.verdict).toBe("unknown");
    expect(found?.reason).toBe('Bucket "db" holds data, and deletionProtection is not known at preview');
    expect(found?.fix).toContain("Set deletionProtection");
  });

  test("does not apply to what is launched again from code, if that is shown", () => {
    const launched = (state: "on" | "off") => check([resource("server", { copies: [copy("server", FRANKFURT, { kind: "rebuilt-from-code", links: [link("user data", state)] })] })]);
    expect(launched("on")).toEqual([]);
    expect(launched("off")).toHaveLength(1);
  });

  test("does not apply to a part of a whole", () => {
    expect(check([resource("object", { partOf: urnOf("bucket") })])).toEqual([]);
  });

  test("does not apply to what the stack only reads, and not to secrets that the program makes", () => {
    expect(check([resource("read"), resource("token", { holds: "secret" })], { nodes: [node(urnOf("read"), { external: true })] })).toEqual([]);
  });

  test.each(STATELESS)("does not apply to what holds %s", (holds) => {
    expect(check([resource("a", { holds })])).toEqual([]);
  });

  test("is advisory: data without it is not lost by a disaster", () => {
    expect(protectedData.enforcement).toBe("advisory");
  });
});
