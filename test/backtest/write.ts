/** Writes the generated parts of docs/backtest.md and README.md: `node --import tsx test/backtest/write.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { longPage, shortTable, withGenerated } from "./page";

const root = join(__dirname, "..", "..");
for (const [file, generated] of [["docs/backtest.md", longPage()], ["README.md", shortTable()]] as const) {
  const path = join(root, file);
  writeFileSync(path, withGenerated(readFileSync(path, "utf8"), generated));
}
