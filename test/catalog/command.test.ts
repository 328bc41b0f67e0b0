import { catalog } from "../../operations/catalog/main";
import { findType, programName } from "../../operations/catalog/lookup";

describe("npm run catalog", () => {
  it("counts what it covers, per SDK, as JSON", () => {
    const answer = catalog(["--json"]);
    expect(answer).toMatchObject({ code: 0, to: "stdout" });
    const { sdks } = JSON.parse(answer.text) as { sdks: readonly Record<string, unknown>[] };
    expect(sdks).toMatchObject([
      { sdk: "@pulumi/aws", types: 1738, classified: 1738, missing: [], gone: [] },
      { sdk: "@ovhcloud/pulumi-ovh", types: 170, classified: 170, missing: [], gone: [] },
      { sdk: "@pulumi/random", types: 10, classified: 10, missing: [], gone: [] },
    ]);
    for (const sdk of sdks) expect(sdk["stateful"]).toBe(Number(sdk["withMechanism"]) + Number(sdk["withoutMechanism"]));
  });

  it("counts for people", () => {
    const answer = catalog([]);
    expect(answer.code).toBe(0);
    expect(answer.text).toMatch(/@pulumi\/aws\s+│ 7\.48\.0 +│ +1738 │ +1738 │/);
  });

  it("explains one type in prose, by token or by its name in a program", () => {
    const answer = catalog(["aws:rds/instance:Instance"]);
    expect(answer).toMatchObject({ code: 0, to: "stdout" });
    expect(answer.text).toContain("aws:rds/instance:Instance (aws.rds.Instance in a program) holds data (database): RDS database.");
    expect(answer.text).toContain("rds-automated-backups-replication: RDS automated backups replicated to another region");
    expect(answer.text).toContain("RPO 30 min (5 to 30 minutes; the upper end counts; docs.aws.amazon.com");
    expect(answer.text).toMatch(/never leaves the region[^]*automated-backups:/);
    expect(catalog(["AWS.rds.instance"]).text).toBe(answer.text);
  });

  it("says why nothing copies a type, and what is opaque", () => {
    expect(catalog(["aws:cognito/userPool:UserPool"]).text).toContain("Nothing copies it: Cognito copies neither users nor passwords");
    expect(catalog(["aws:cloudformation/stack:Stack"]).text).toContain("is opaque: what it creates cannot be seen");
    expect(catalog(["random:index/randomPassword:RandomPassword"]).text).toContain("Where it is: in the Pulumi state.");
  });

  it("prints one row as JSON", () => {
    expect(JSON.parse(catalog(["aws:kms/key:Key", "--json"]).text)).toMatchObject({ type: "aws:kms/key:Key", holds: "key" });
  });

  it("asks whether another type was meant", () => {
    const answer = catalog(["aws:s3/buckt:Buckt"]);
    expect(answer).toMatchObject({ code: 2, to: "stderr" });
    expect(answer.text).toContain("could not run: 1 problem");
    expect(answer.text).toContain("did you mean aws:s3/bucket:Bucket");
  });

  it("says what to do about a type that it has never heard of", () => {
    const answer = catalog(["gcp:storage/bucket:Bucket-of-another-cloud-altogether"]);
    expect(answer).toMatchObject({ code: 2, to: "stderr" });
    expect(answer.text).toContain("check the spelling, or add a row to policies/catalog/data");
  });

  it("refuses options that it does not have, and helps", () => {
    expect(catalog(["--jsn"])).toMatchObject({ code: 2, to: "stderr", text: expect.stringContaining("Did you mean --json?") });
    expect(catalog(["one", "two"])).toMatchObject({ code: 2, text: expect.stringContaining("too many arguments") });
    expect(catalog(["--help"])).toMatchObject({ code: 0, to: "stdout", text: expect.stringContaining("Exit codes") });
  });
});

describe("finding a type", () => {
  it("knows the names that programs use", () => {
    expect(programName("aws:s3/bucket:Bucket")).toBe("aws.s3.Bucket");
    expect(programName("ovh:index/cloudInstance:CloudInstance")).toBe("ovh.CloudInstance");
    expect(programName("pulumi:providers:aws")).toBe("pulumi.providers.aws");
  });

  it("does not guess between two that fit alike", () => {
    expect(findType("A.B.C", ["a:b/c:C", "a:b/cc:C"])).toEqual({ suggestions: ["a:b/c:C", "a:b/cc:C"] });
  });
});
