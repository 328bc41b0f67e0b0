import { readFileSync } from "node:fs";
import { join } from "node:path";
import { problemLines } from "../../operations/errors";
import { load, loadParsed } from "../../operations/sources/load";
import type { Loaded } from "../../operations/sources/model";
import type { GraphNode } from "../../policies/graph/model";

/** A file that the true engine wrote (fixtures/README.md), as text. */
export function fixture(name: string): string {
  return readFileSync(join(__dirname, "fixtures", name), "utf8");
}

/** The mark of a secret, an asset or a resource in a state. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const URN = "urn:pulumi:dev::shop::";
export const STACK = `${URN}pulumi:pulumi:Stack::shop-dev`;
export const PROVIDER = `${URN}pulumi:providers:aws::eu`;
export const BUCKET = `${URN}aws:s3/bucket:Bucket::uploads`;
export const VERSIONS = `${URN}aws:s3/bucketVersioning:BucketVersioning::versions`;

type Json = Record<string, unknown>;

/** Resources of a small state, each as an object that a test may change. */
export function resources(): Json[] {
  return [
    { urn: STACK, custom: false, type: "pulumi:pulumi:Stack" },
    { urn: PROVIDER, custom: true, id: "p-1", type: "pulumi:providers:aws", inputs: { region: "eu-west-1" }, parent: STACK },
    { urn: BUCKET, custom: true, id: "uploads-1", type: "aws:s3/bucket:Bucket", inputs: { forceDestroy: false }, outputs: { arn: "arn:aws:s3:::uploads-1" }, parent: STACK, provider: `${PROVIDER}::p-1` },
    { urn: VERSIONS, custom: true, id: "uploads-1", type: "aws:s3/bucketVersioning:BucketVersioning", inputs: { bucket: "uploads-1", versioningConfiguration: { status: "Enabled" } }, parent: STACK, provider: `${PROVIDER}::p-1`, dependencies: [BUCKET], propertyDependencies: { bucket: [BUCKET], versioningConfiguration: [] } },
  ];
}

/** An export of these resources, with other parts of the deployment. */
export function exported(list: unknown, more: Json = {}): Json {
  return { version: 3, deployment: { manifest: { time: "2026-11-22T18:16:02Z", magic: "", version: "" }, resources: list, ...more } };
}

/** The small state with one of its resources changed. */
export function withChange(urn: string, change: Json): Json {
  return exported(resources().map((one) => (one["urn"] === urn ? { ...one, ...change } : one)));
}

/** What was read; fails the test with the problems where there are any. */
export function loaded(file: unknown): Loaded {
  const result = typeof file === "string" ? load({ text: file, name: "file.json" }) : loadParsed(file, "file.json");
  if (!result.ok) throw new Error(problemLines(result.problems).join("\n"));
  return result;
}

/** The problems as the user sees them; fails the test where the file was read. */
export function refused(file: unknown): string {
  const result = typeof file === "string" ? load({ text: file, name: "file.json" }) : loadParsed(file, "file.json");
  if (result.ok) throw new Error(`it was read: ${result.graph.nodes.length} nodes`);
  for (const { where, problem, fix } of result.problems) expect([where, problem, fix].every((part) => part.trim() !== "")).toBe(true);
  return problemLines(result.problems).join("\n");
}

/** The node of a URN. */
export function node(from: Loaded, urn: string): GraphNode {
  const found = from.graph.byUrn.get(urn);
  if (found === undefined) throw new Error(`no node ${urn}`);
  return found;
}
