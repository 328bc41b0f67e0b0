/** The pack on programs that are not ours, on the real engine: through the ordinary policy interface, with the simulated clouds. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { withEngine, type Engine, type EngineOptions } from "../../operations/engine/workspace";

const root = join(__dirname, "..", "..");
const MINUTES = 60_000;
jest.setTimeout(15 * MINUTES);

/** Runs on a stack whose program and settings are the test's own. */
async function onEngine(program: PulumiFn, policy: unknown, use: (engine: Engine) => Promise<void>, more: Partial<EngineOptions> = {}): Promise<void> {
  const config = { "aws:region": "eu-west-3", "firebreak:policy": policy };
  const result = await withEngine({ root, stack: "dev", program, config, say: (line) => void process.stderr.write(`${line}\n`), ...more }, use);
  expect(result).toMatchObject({ ok: true });
}

interface Replicated {
  readonly status?: "Enabled" | "Disabled";
  /** Region of the copy; a function makes it from an output that is not known at preview. */
  readonly far?: string | ((parameter: aws.ssm.Parameter) => pulumi.Input<string>);
}

/** A bucket and its copy, as a user writes them. */
function replicated({ status = "Enabled", far = "eu-north-1" }: Replicated): PulumiFn {
  return async () => {
    const region = typeof far === "string" ? far : far(new aws.ssm.Parameter("place", { type: "String", value: "eu-north-1" }));
    const provider = new aws.Provider("far", { region: region as pulumi.Input<aws.Region> });
    const uploads = new aws.s3.Bucket("uploads", { tags: { note: "hunter2-do-not-print" } });
    const copy = new aws.s3.Bucket("copy", {}, { provider });
    const enabled = { versioningConfiguration: { status: "Enabled" } };
    const versioned = [
      new aws.s3.BucketVersioning("uploads", { bucket: uploads.id, ...enabled }),
      new aws.s3.BucketVersioning("copy", { bucket: copy.id, ...enabled }, { provider }),
    ];
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }] };
    const role = new aws.iam.Role("replication", { assumeRolePolicy: JSON.stringify(trust) });
    new aws.iam.RolePolicy("replication", {
      role: role.id,
      policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: [uploads.arn, pulumi.interpolate`${uploads.arn}/*`, copy.arn, pulumi.interpolate`${copy.arn}/*`] }] }),
    });
    const rules = [{ id: "all", status, filter: {}, deleteMarkerReplication: { status: "Disabled" }, destination: { bucket: copy.arn } }];
    new aws.s3.BucketReplicationConfig("replication", { bucket: uploads.id, role: role.arn, rules }, { dependsOn: versioned });
  };
}

const bare: PulumiFn = async () => {
  new aws.s3.Bucket("uploads");
};

/** A provider that takes anything, under a name that no catalog knows. */
const ANY_PROVIDER = `#!/usr/bin/env node
const { main } = require(${JSON.stringify(require.resolve("@pulumi/pulumi/provider"))});
main({ version: "1.0.0", check: async (urn, olds, news) => ({ inputs: news }), create: async (urn, inputs) => ({ id: "made", outs: inputs }) }, process.argv.slice(2));
`;

class Store extends pulumi.CustomResource {
  constructor(name: string, args: pulumi.Inputs) {
    super("unheard:of/store:Store", name, args);
  }
}

const unheardOf: PulumiFn = async () => {
  new Store("pictures", { password: "hunter2-do-not-print" });
};

describe("the pack on the engine", () => {
  test("rejects a bucket without a copy at preview: name, reason and fix", async () => {
    await onEngine(bare, {}, async (engine) => {
      const { ok, findings } = await engine.preview();
      expect(ok).toBe(false);
      const [found] = findings.filter((one) => one.policy === "off-site-copy");
      expect(found).toMatchObject({ name: "uploads", enforcement: "mandatory" });
      expect(found?.message).toContain('Bucket "uploads" holds data in Paris (aws eu-west-3), and nothing in this stack copies it elsewhere.');
      expect(found?.message).toContain("Fix: Copy it to another campus at least 300 km away, by one of these: S3 Replication");
    });
  });

  test("accepts a replicated bucket, at preview and in the update; a second update changes nothing", async () => {
    await onEngine(replicated({}), {}, async (engine) => {
      const preview = await engine.preview();
      expect(preview.findings.filter((one) => one.enforcement === "mandatory")).toEqual([]);
      expect(preview).toMatchObject({ ok: true, problems: [] });
      expect(await engine.up()).toMatchObject({ ok: true, problems: [] });
      expect(await engine.up()).toMatchObject({ ok: true, steps: [] });
    });
  });

  test("rejects a replication that is switched off, one next door, and one to a place that is not known", async () => {
    await onEngine(replicated({ status: "Disabled" }), {}, async (engine) => {
      const found = async (policy: string) => (await engine.preview()).findings.find((one) => one.policy === policy && one.name === "uploads")?.message;
      expect(await found("off-site-copy")).toContain('rule status is off (rules.0.status of "replication" is Disabled)');
      engine.setProgram(replicated({ far: "eu-west-3" }));
      expect(await found("replica-distance")).toContain("on the same campus, eu-west-3: one fire takes both");
      engine.setProgram(replicated({ far: (parameter) => parameter.arn }));
      const unknown = await found("known-protection");
      expect(unknown).toContain('Not known: Bucket "uploads" holds data and cannot be shown to have a copy off-site');
      expect(unknown).toContain('the region of the provider "far" is not known yet: write it out');
    });
  });

  test("no message prints a property, whatever is wrong", async () => {
    await onEngine(replicated({ status: "Disabled" }), {}, async (engine) => {
      const { findings } = await engine.preview();
      expect(findings.length).toBeGreaterThan(0);
      expect(JSON.stringify(findings)).not.toContain("hunter2");
    });
  });

  test("stops an update before a resource of an unclassified type is created, and says so once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "firebreak-any-"));
    const path = process.env["PATH"];
    try {
      writeFileSync(join(folder, "pulumi-resource-unheard"), ANY_PROVIDER, { mode: 0o755 });
      process.env["PATH"] = [folder, path].join(delimiter);
      await onEngine(unheardOf, {}, async (engine) => {
        const preview = await engine.preview();
        expect(preview.findings.filter((one) => one.policy === "classified-types")).toMatchObject([{ name: "pictures", enforcement: "mandatory" }]);
        // An update of the Automation API runs no preview before it.
        const { ok, findings } = await engine.up();
        expect(ok).toBe(false);
        expect(findings).toMatchObject([{ policy: "classified-types", name: "pictures", enforcement: "mandatory" }]);
        expect(JSON.stringify([preview.findings, findings])).not.toContain("hunter2");
        expect((await engine.graph()).nodes.filter((node) => node.type.startsWith("unheard:"))).toEqual([]);
      });
    } finally {
      process.env["PATH"] = path;
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("takes its settings from the stack: levels, exceptions, and typing errors as one violation", async () => {
    const exceptions = [{ rule: "off-site-copy", resource: "uploads", reason: "made again every night", owner: "media", expires: "2999-12-31" }];
    await onEngine(bare, { exceptions, enforcement: { "protected-data": "disabled" } }, async (engine) => {
      const accepted = await engine.preview();
      expect(accepted).toMatchObject({ ok: true, problems: [] });
      // Rules that go beyond the copy advise; what the stack disabled or excepted does not speak.
      expect(accepted.findings.filter((one) => one.enforcement !== "advisory" || ["off-site-copy", "protected-data"].includes(one.policy))).toEqual([]);
      expect(accepted.findings.filter((one) => one.policy === "exceptions-in-force")).toMatchObject([{ name: "uploads" }]);
      engine.setConfig({ "firebreak:policy": { minDistance: 5 } });
      const rejected = await engine.preview();
      expect(rejected.ok).toBe(false);
      expect(rejected.findings).toMatchObject([{ policy: "valid-settings", enforcement: "mandatory" }]);
      expect(rejected.findings[0]?.message).toContain('Did you mean "minDistanceKm"?');
    });
  });
});
