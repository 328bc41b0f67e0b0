import { assess } from "../../policies/analysis/assess";
import { graphOf } from "../../policies/graph/model";
import { guardedProtection } from "../../policies/rules/guarded-protection";
import { settings } from "../analysis/graphs";
import { frankfurt, from, said, type Stack } from "./stacks";

function guarded(stack: Stack, ...names: readonly string[]): readonly string[] {
  const graph = graphOf("shop", "prod", stack.list().map((node) => (names.includes(node.name) ? { ...node, options: { ...node.options, protect: true } } : node)));
  return guardedProtection.check({ graph, assessment: assess(graph, settings()), settings: settings() }).map((one) => `${one.verdict}: ${one.reason}`);
}

describe("guarded-protection", () => {
  const locked = () => {
    const stack = frankfurt();
    const vault = stack.add("aws:backup/vault:Vault", "vault", { name: "vault" });
    stack.add("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", { backupVaultName: from(vault), changeableForDays: 3 });
    return stack;
  };

  test("accepts what carries protect", () => {
    expect(guarded(locked(), "vault", "lock")).toEqual([]);
  });

  test("rejects data and protections without", () => {
    expect(guarded(locked(), "vault")).toEqual(['rejected: VaultLockConfiguration "lock": it is the lock of a vault, and protect is not set: one edit of the program deletes it']);
    expect(guarded(locked(), "lock")).toEqual(['rejected: Vault "vault": it holds data, and protect is not set: one edit of the program deletes it']);
    expect(guardedProtection.check({ graph: locked().graph(), assessment: assess(locked().graph(), settings()), settings: settings() })[0]?.fix).toContain("Add the resource option protect: true to ");
  });

  test("rejects an address that a record names, and no other", () => {
    const stack = frankfurt();
    const address = stack.add("aws:ec2/eip:Eip", "entrance");
    stack.add("aws:ec2/eip:Eip", "egress");
    stack.add("aws:route53/record:Record", "www", { name: "www.example.com", type: "A", ttl: 60, records: [from(address)] });
    expect(said(guardedProtection, stack)).toEqual(['rejected: Eip "entrance": it is an address that names point to, and protect is not set: one edit of the program deletes it']);
  });

  test("does not apply to what is launched from code, issued anew, part of a whole, or holds nothing", () => {
    const stack = frankfurt();
    stack.ovh();
    stack.add("aws:ec2/instance:Instance", "web", { userData: "#!/bin/sh" });
    stack.add("ovh:CloudProject/s3Credential:S3Credential", "credential", { serviceName: "p" });
    stack.add("aws:ec2/vpc:Vpc", "network");
    expect(said(guardedProtection, stack)).toEqual([]);
  });

  test("a launch that cannot be shown is held for data: unknown is never a pass", () => {
    const stack = frankfurt();
    stack.add("aws:ec2/instance:Instance", "web");
    expect(said(guardedProtection, stack)).toHaveLength(1);
  });
});
