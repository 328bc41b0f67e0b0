/** What `pulumi --policy-pack` starts: plain JavaScript that loads the TypeScript beside it as it stands, so there is nothing to build and nothing stale. */
"use strict";
const { require: requireTypeScript } = require("tsx/cjs/api");
requireTypeScript("./pack.ts", __filename).start();
