import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Reads `data/<name>.json` beside this file, wherever the pack is installed. The tests hold each table against its schema. */
export function loadTable<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, "data", `${name}.json`), "utf8")) as T;
}
