import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The repository's folder. */
export const ROOT = resolve(__dirname, "../..");

const made: string[] = [];

/** A Pulumi project in a folder of its own, with the repository's packages; gone after the tests of the file. */
export function temporaryProject(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "firebreak-project-"));
  made.push(root);
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "dir");
  const all = { "package.json": PACKAGE, "Pulumi.yaml": "name: shop\nruntime: nodejs\nmain: program.js\n", "Pulumi.dev.yaml": "", ...files };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** Removes what {@link temporaryProject} made. */
export function removeTemporary(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

const PACKAGE = JSON.stringify({ name: "shop", dependencies: { "@pulumi/pulumi": "*", "@pulumi/aws": "*", "@pulumi/random": "*", "@ovhcloud/pulumi-ovh": "*" } });

/** A program: the body of its function, with the SDKs at hand. */
export function program(body: string): string {
  return [
    'const pulumi = require("@pulumi/pulumi");',
    'const aws = require("@pulumi/aws");',
    'const ovh = require("@ovhcloud/pulumi-ovh");',
    'const random = require("@pulumi/random");',
    `module.exports = async () => {\n${body}\n};`,
  ].join("\n");
}
