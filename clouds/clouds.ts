import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AWS } from "./aws";
import type { CloudSpec } from "./model";
import { OVH } from "./ovh";
import { RANDOM } from "./random";
import type { ShapeTable } from "./shapes/shape";

/** All simulated providers. */
export const CLOUDS: readonly CloudSpec[] = [AWS, OVH, RANDOM];

/** Shapes of a provider's types, as written from the SDK. */
export function shapesOf(provider: string): ShapeTable {
  return JSON.parse(readFileSync(join(__dirname, "shapes", `${provider}.json`), "utf8")) as ShapeTable;
}
