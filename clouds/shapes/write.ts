import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLOUDS } from "../clouds";
import { extractShapes } from "./extract";

/** Text of a provider's table of shapes: one type a line, in order, so that a new SDK version shows as a readable change. */
export function shapesText(provider: string): string {
  const tokens = (CLOUDS.find((cloud) => cloud.provider === provider)?.types ?? []).map((spec) => spec.type).sort();
  const lines = Object.entries(extractShapes(provider, tokens)).map(([type, shape]) => `${JSON.stringify(type)}: ${JSON.stringify(shape)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Writes the tables of all providers from the installed SDKs. */
export function writeShapes(): void {
  for (const { provider } of CLOUDS) writeFileSync(join(__dirname, `${provider}.json`), shapesText(provider));
}
