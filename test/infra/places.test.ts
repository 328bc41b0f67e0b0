import { parseConfig } from "../../infra/config";
import { changed, problemOf, problemsOf } from "./config.fixtures";

describe("regions", () => {
  test("an unknown region with one that was meant", () => {
    const problem = problemOf(changed({ secondary: { region: "eu-centrl-1" } }));
    expect(problem).toMatchObject({ key: "firebreak:secondary.region", value: "eu-centrl-1" });
    expect(problem.problem).toMatch(/^is not a region of AWS; did you mean .*eu-central-1/);
    expect(problem.allowed).toContain("eu-west-3");
  });

  test("a storage region where servers are wanted", () => {
    const problem = problemOf(changed({ primary: { region: "GRA" } }));
    expect(problem).toMatchObject({ key: "firebreak:primary.region", value: "GRA" });
    expect(problem.problem).toBe("is not a region where OVHcloud runs servers; at Gravelines that is GRA5, GRA7, GRA9, GRA11");
    expect(problem.fix).toBe("set firebreak:primary.region to GRA5");
  });

  test("a region in another spelling is not taken for the same", () => {
    expect(problemOf(changed({ primary: { region: "gra11" } })).key).toBe("firebreak:primary.region");
  });

  test("a compute region where a database region is wanted", () => {
    expect(problemOf(changed({ database: { backupRegion: "WAW1" } }))).toMatchObject({
      key: "firebreak:database.backupRegion",
      value: "WAW1",
      problem: "is not a database region of OVHcloud; did you mean WAW?",
      fix: "set firebreak:database.backupRegion to WAW",
    });
  });

  test.each([
    ["SBG5", "SBG", "eu-west-sbg"],
    ["RBX-A", "RBX", "eu-west-rbx"],
    ["WAW1", "WAW", "eu-central-waw"],
  ])("%s has its storage in %s and its keys in %s", (region, serviceRegion, keyRegion) => {
    const parsed = parseConfig(changed({ primary: { region }, secondary: { region: "eu-west-1" }, database: { backupRegion: "BHS" } }));
    expect(parsed).toMatchObject({ ok: true, config: { primary: { serviceRegion, keyRegion } } });
  });
});

describe("providers", () => {
  test("an unknown provider", () => {
    expect(problemOf(changed({ primary: { provider: "azure" } }))).toEqual({
      key: "firebreak:primary.provider",
      value: "azure",
      problem: "is not allowed",
      allowed: '"ovh" or "aws"',
      fix: 'set firebreak:primary.provider to "ovh" or "aws"',
    });
  });

  test("a pairing without replication", () => {
    expect(problemOf(changed({ secondary: { provider: "ovh", region: "SBG5" } }))).toMatchObject({
      key: "firebreak:secondary.provider",
      value: "ovh",
      problem: "has no replication to the other site in this version",
      allowed: "primary on ovh with secondary on aws",
      fix: "set firebreak:secondary.provider to aws",
    });
  });

  test("a role of another account for the third place", () => {
    const assumeRole = "arn:aws:iam::999999999999:role/backup";
    const problem = problemOf(changed({ backup: { assumeRole } }));
    expect(problem).toMatchObject({ key: "firebreak:backup.assumeRole", value: assumeRole });
    expect(problem.problem).toContain("within one account only");
    expect(parseConfig(changed({ backup: { assumeRole: "arn:aws:iam::123456789012:role/backup" } })).ok).toBe(true);
  });
});

describe("distances", () => {
  test("two sites too near: both places, the distance and the minimum", () => {
    const problem = problemOf(changed({ secondary: { region: "eu-west-3" } }));
    expect(problem).toMatchObject({ key: "firebreak:secondary.region", value: "eu-west-3" });
    expect(problem.problem).toMatch(
      /^is too near: the primary \(OVHcloud GRA11, Gravelines\) and the secondary \(AWS eu-west-3, Paris\) are \d+ km apart, the minimum is 300 km$/,
    );
    expect(problem.allowed).toBe("places on two campuses, at least 300 km apart (firebreak:policy.minDistanceKm)");
    expect(problem.fix).toBe("choose another region for the secondary, or move the primary (firebreak:primary.region)");
  });

  test("the third place on the campus of the secondary", () => {
    const problem = problemOf(changed({ backup: { region: "eu-central-1" } }));
    expect(problem.key).toBe("firebreak:backup.region");
    expect(problem.problem).toBe(
      "puts the third place on the campus of the secondary: the secondary (AWS eu-central-1, Frankfurt) and the third place (AWS eu-central-1, Frankfurt) are one campus (eu-central-1, Frankfurt), 0 km apart",
    );
  });

  test("the third place too near to the primary", () => {
    const problem = problemOf(changed({ backup: { region: "eu-west-2" } }));
    expect(problem.problem).toMatch(/^is too near: the primary \(.*\) and the third place \(AWS eu-west-2, London\) are \d+ km apart/);
  });

  test("the primary's database backups on the primary's campus", () => {
    const problem = problemOf(changed({ database: { backupRegion: "GRA" } }));
    expect(problem.key).toBe("firebreak:database.backupRegion");
    expect(problem.problem).toContain("are one campus (GRA, Gravelines), 0 km apart");
  });

  test("the minimum is the policy's number", () => {
    const far = changed({ policy: { minDistanceKm: 1000 } });
    expect(problemsOf(far).map((problem) => problem.key)).toEqual(["firebreak:secondary.region"]);
    expect(parseConfig(changed({ secondary: { region: "eu-west-3" }, policy: { minDistanceKm: 100 } })).ok).toBe(true);
  });
});
