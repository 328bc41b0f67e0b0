#!/usr/bin/env node
// The one way in: every npm script is `node scripts/run.mjs <command> [args...]`.
// Plain JavaScript that any Node can parse, so that an old Node gets a sentence and not a syntax error.
const oldest = 20;
if (Number(process.versions.node.split(".")[0]) < oldest) {
  process.stderr.write(`firebreak: needs Node ${oldest} or newer; this is ${process.versions.node}. Install a newer one (nodejs.org) and run this again.\n`);
  process.exit(2);
}
import("./commands.cjs").then((commands) => commands.default.main(process.argv.slice(2)));
