import { classifiedTypes } from "../../policies/rules/classified-types";
import { context, NOWHERE, resource, urnOf } from "./assessments";

describe("classified-types", () => {
  test("accepts types that the catalog lists, whatever they hold", () => {
    const holds = ["data", "secret", "key", "configuration", "cache", "nothing", "opaque"] as const;
    expect(classifiedTypes.check(context(holds.map((one) => resource(one, { holds: one }))))).toEqual([]);
  });

  test("rejects a type without a row as unknown, naming the row to add", () => {
    const type = "gcp:storage/bucket:Bucket";
    expect(classifiedTypes.check(context([resource("pictures", { type, holds: "unclassified", place: NOWHERE })]))).toEqual([
      {
        rule: "classified-types",
        urn: urnOf("pictures", type),
        name: "pictures",
        type,
        verdict: "unknown",
        reason: 'Bucket "pictures" is of type gcp:storage/bucket:Bucket, which has no row in the catalog: it may hold data that nothing copies',
        fix: "Add a row for gcp:storage/bucket:Bucket under policies/catalog/data/gcp that says what it holds and what copies it, or except this resource with a reason.",
      },
    ]);
  });

  test("does not apply to an empty stack", () => {
    expect(classifiedTypes.check(context([]))).toEqual([]);
  });
});
