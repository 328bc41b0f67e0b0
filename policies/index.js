/** What `pulumi --policy-pack` starts: plain JavaScript that loads the TypeScript beside it as it stands, so there is nothing to build and nothing stale. */
"use strict";
/* eslint-disable @typescript-eslint/no-require-imports -- the engine starts this file with plain node */
// The pack's own, or the loader would take the settings of whatever project the pack is installed in.
process.env.TSX_TSCONFIG_PATH = require.resolve("./tsx.json");
// For the whole process: a loader for this one file would load a second copy of the SDK, whose messages the first refuses to send.
require("tsx/cjs");
require("./pack.ts").start();
