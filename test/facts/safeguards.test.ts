import { readFileSync } from "node:fs";
import { references, safeguardedRules, safeguards } from "../../policies/facts/safeguards";
import { classify } from "../../policies/catalog/catalog";
import { sdkFile } from "../../operations/catalog/sdk";
import { RULES } from "../../policies/rules";

const rows = safeguardedRules().flatMap((rule) => safeguards(rule));

/** True if the SDK's type of that file has such an input. */
function hasInput(source: string, input: string): boolean {
  const [, name = "", file = ""] = /^(\S+) (\S+\.d\.ts)/.exec(source) ?? [];
  const path = sdkFile(name, file);
  const top = input.split(/[.[]/)[0] ?? "";
  return path !== undefined && new RegExp(`^    ${top}\\??: pulumi\\.Input`, "m").test(readFileSync(path, "utf8"));
}

describe("the tables of safeguards and references", () => {
  test.each([...rows, ...references()].map((row) => [`${row.type} ${row.input}`, row] as const))("%s is an input of the installed SDK", (_, row) => {
    expect(classify(row.type)).toBeDefined();
    expect(hasInput(row.source, row.input)).toBe(true);
  });

  test("each row belongs to a rule, says what is allowed and what follows", () => {
    const names = RULES.map((rule) => rule.name);
    for (const row of rows) {
      expect(names).toContain(row.rule);
      expect(row.accept === undefined).toBe(row.refuse !== undefined);
      expect(row.why).toMatch(/^[a-zA-Z].+[^.]$/);
      for (const condition of [...(row.unless ?? []), ...(row.when === undefined ? [] : [row.when])]) expect(hasInput(row.source, condition.input)).toBe(true);
    }
  });

  test("no row is there twice, and what a reference leads to is classified", () => {
    const keys = rows.map((row) => JSON.stringify([row.rule, row.type, row.input, row.when]));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    for (const { to } of references()) for (const type of to) expect(classify(type)).toBeDefined();
  });

  test("a rule without rows has none", () => {
    expect(safeguards("off-site-copy")).toEqual([]);
  });
});
