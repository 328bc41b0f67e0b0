import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXCEPTIONS_POLICY } from "../../policies/pack";
import { SETTINGS_RULE } from "../../policies/judge";
import { RULES } from "../../policies/rules";

const root = join(__dirname, "..", "..");
const names = RULES.map((rule) => rule.name);
const filesOf = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => entry.name.slice(0, -ending.length));

describe("the list of rules", () => {
  test("is this one, in this order", () => {
    expect(names).toEqual([
      "classified-types", "known-protection", "resolved-references", "off-site-copy",
      "replica-distance", "three-two-one", "point-in-time-recovery", "immutable-backup",
      "versioned-buckets", "copy-outlives-original", "permitted-roles", "usable-keys",
      "encrypted-at-rest", "customer-held-key", "encrypted-in-transit", "no-public-data",
      "protected-data", "deletion-safety", "guarded-protection", "multi-zone",
      "redundant-servers", "health-checked-failover", "dns-at-two-providers", "survives-every-disaster",
    ]);
  });

  test("has a file and a test for each rule, and no file without a rule", () => {
    const files = filesOf("policies/rules", ".ts").filter((name) => name !== "index" && name !== "model");
    expect(files.sort()).toEqual([...names].sort());
    const tests = filesOf("test/rules", ".test.ts").filter((name) => name !== "index" && name !== "judge");
    expect(tests.sort()).toEqual([...names].sort());
  });

  test("has a page for each policy, and no page without one", () => {
    const pages = filesOf("docs/rules", ".md").filter((name) => name !== "README");
    expect(pages.sort()).toEqual([...names, SETTINGS_RULE, EXCEPTIONS_POLICY].sort());
  });

  test.each(RULES.map((rule) => [rule.name, rule] as const))("%s: its page has every chapter, and its description, severity and enforcement", (name, rule) => {
    const page = readFileSync(join(root, "docs/rules", `${name}.md`), "utf8");
    expect(page.startsWith(`# ${name}\n\n${rule.description} **`)).toBe(true);
    expect(page.toLowerCase()).toContain(`**${rule.severity}, ${rule.enforcement}.**`);
    const chapters = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(chapters).toEqual(["What", "Why", "Avoid", "Prefer", "Exceptions", "Configuration"]);
    expect(page).toContain(`enforcement.${name}`);
    expect(readFileSync(join(root, "docs/rules/README.md"), "utf8")).toContain(`| [${name}](${name}.md) | ${rule.severity} | ${rule.enforcement} | ${rule.description} |`);
  });

  test("every rule has a remediation and a name that Pulumi takes", () => {
    for (const rule of RULES) {
      expect(rule.remediation).toMatch(/^[A-Z].+\.$/);
      expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });
});
