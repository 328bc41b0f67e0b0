import { knownProtection } from "../../policies/rules/known-protection";
import { context, copy, FRANKFURT, link, NOWHERE, resource, STATELESS, urnOf } from "./assessments";

const check = (...args: Parameters<typeof context>) => knownProtection.check(context(...args));

describe("known-protection", () => {
  test("accepts what is known to be protected", () => {
    expect(check([resource("a", { copies: [copy("a", FRANKFURT)] })])).toEqual([]);
  });

  test("accepts a copy that counts beside one of which nothing is known", () => {
    expect(check([resource("a", { copies: [copy("a", FRANKFURT), copy("a", NOWHERE)] })])).toEqual([]);
  });

  test("rejects an opaque resource as unknown", () => {
    const type = "aws:cloudformation/stack:Stack";
    expect(check([resource("legacy", { type, holds: "opaque" })])).toEqual([
      {
        rule: "known-protection",
        urn: urnOf("legacy", type),
        name: "legacy",
        type,
        verdict: "unknown",
        reason: 'Stack "legacy" (aws:cloudformation/stack:Stack) creates resources that its inputs do not show, so nothing can be said of what they hold',
        fix: "Declare those resources one by one in the program, or except this resource with a reason that says how they survive.",
      },
    ]);
  });

  test("rejects a destination that is not known at preview, naming the input to pin", () => {
    const [found, ...more] = check([resource("uploads", { copies: [copy("uploads", NOWHERE)] })]);
    expect(more).toEqual([]);
    expect(found?.verdict).toBe("unknown");
    expect(found?.reason).toBe(
      'Bucket "uploads" holds data and cannot be shown to have a copy off-site: its copy in a place that is not known by test-replication cannot be shown to count: where it is, is not known (the region of the provider "far" is not known yet: write it out)',
    );
    expect(found?.fix).toBe("Write the region that is not known as a literal value.");
  });

  test("rejects a link that is not known, with its fix", () => {
    const unsure = copy("uploads", FRANKFURT, { links: [link("destination", "unknown", 'rules.0.destination of "copy" is not known yet', "write rules.0.destination.bucket out")] });
    const [found] = check([resource("uploads", { copies: [unsure] })]);
    expect(found?.reason).toContain('destination is not known (rules.0.destination of "copy" is not known yet)');
    expect(found?.fix).toBe("Write rules.0.destination.bucket out.");
  });

  test("rejects a resource whose own place is not known, though a copy of it exists", () => {
    const [found] = check([resource("uploads", { place: NOWHERE, copies: [copy("uploads", FRANKFURT)] })]);
    expect(found?.verdict).toBe("unknown");
    expect(found?.reason).toContain('the region of the provider "far" is not known yet: write it out');
  });

  test("a place without coordinates is off-site to nothing", () => {
    const [found] = check([resource("a", { copies: [copy("a", { known: true, provider: "ovh", region: "XYZ", campus: "XYZ" })] })]);
    expect(found?.verdict).toBe("unknown");
    expect(found?.reason).toContain("is not known");
  });

  test("a part of something that another stack holds cannot be seen", () => {
    const [found, ...more] = check([resource("page", { type: "aws:s3/bucketObject:BucketObject" })]);
    expect(more).toEqual([]);
    expect(found?.reason).toBe('BucketObject "page" holds data and cannot be shown to have a copy off-site: what it is stored in is not part of this stack, so that what copies it cannot be seen');
    expect(found?.fix).toBe("Declare what it is stored in here, or except it with a reason that names the stack which protects that.");
  });

  test("what has no copy at all is for off-site-copy", () => {
    expect(check([resource("a"), resource("b", { place: NOWHERE })])).toEqual([]);
  });

  test.each(STATELESS)("does not apply to what holds %s", (holds) => {
    expect(check([resource("a", { holds, copies: [copy("a", NOWHERE)] })])).toEqual([]);
  });
});
