import { UNKNOWN, type Value } from "../../policies/graph/value";
import { usableKeys } from "../../policies/rules/usable-keys";
import { findings, frankfurt, from, said } from "./stacks";

const pair = (key: Readonly<Record<string, Value>>, replica: Readonly<Record<string, Value>> = {}) => {
  const stack = frankfurt();
  const far = stack.aws("eu-north-1");
  const primary = stack.add("aws:kms/key:Key", "key", key);
  stack.add("aws:kms/replicaKey:ReplicaKey", "far", { primaryKeyArn: from(primary), ...replica }, { provider: far });
  return stack;
};

describe("usable-keys", () => {
  test("accepts keys that are enabled, and multi-region where they have a replica", () => {
    expect(said(usableKeys, pair({ multiRegion: true }, { enabled: true }))).toEqual([]);
  });

  test("rejects a disabled key and a disabled replica", () => {
    expect(findings(usableKeys, pair({ multiRegion: true, isEnabled: false }))[0]).toMatchObject({ name: "key", verdict: "rejected", reason: 'Key "key": isEnabled is false, allowed is true; a disabled key opens nothing', fix: 'Set isEnabled of Key "key" to true.' });
    expect(said(usableKeys, pair({ multiRegion: true }, { enabled: false }))[0]).toContain('ReplicaKey "far": enabled is false');
  });

  test("rejects a replica of a key that has none", () => {
    expect(said(usableKeys, pair({ multiRegion: false }))).toEqual(['rejected: Key "key": multiRegion is false, and only a multi-region key can have the replica that this stack declares']);
    expect(said(usableKeys, pair({}))[0]).toContain("multiRegion is not set");
  });

  test("what is not known is unknown", () => {
    expect(said(usableKeys, pair({ multiRegion: UNKNOWN }))[0]).toContain("unknown: ");
    expect(said(usableKeys, pair({ multiRegion: true, isEnabled: UNKNOWN }))[0]).toContain("unknown: ");
  });

  test("does not apply to a key without a replica that is of one region, nor to aliases", () => {
    const stack = frankfurt();
    stack.add("aws:kms/key:Key", "key");
    stack.add("aws:kms/alias:Alias", "alias", { name: "alias/app" });
    expect(said(usableKeys, stack)).toEqual([]);
  });
});
