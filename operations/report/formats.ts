import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type * as HtmlModule from "./html/page";
import { jsonReport } from "./json";
import { markdownReport } from "./markdown";
import type { Report } from "./model";
import { sarifReport, type SarifContext } from "./sarif";
import type { Style } from "./table";
import { textReport } from "./text";

/** How a report may be written. */
export const FORMATS = ["text", "json", "markdown", "sarif", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** What the file of each format is called where all are written to one folder. */
export const FILES: Readonly<Record<Format, string>> = { text: "firebreak.txt", json: "firebreak.json", markdown: "firebreak.md", sarif: "firebreak.sarif", html: "firebreak.html" };

const ROOT = resolve(__dirname, "../..");

/** The report in a format, as text with a line end. `style` is for text, `at` for what says when it was made. */
export function render(report: Report, format: Format, style: Style, at: Date): string {
  switch (format) {
    case "text":
      return textReport(report, style);
    case "json":
      return jsonReport(report);
    case "markdown":
      return markdownReport(report);
    case "sarif":
      return sarifReport(report, sarifContext());
    case "html": {
      // Maps are large: they are read only where one is drawn.
      const { htmlReport } = createRequire(__filename)("./html/page") as typeof HtmlModule;
      return htmlReport(report, { at });
    }
  }
}

/** What this project's own files say for code scanning. */
function sarifContext(): SarifContext {
  const { version, homepage } = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8")) as { readonly version: string; readonly homepage?: string };
  const help = (rule: string): string | undefined => {
    const page = resolve(ROOT, "docs/rules", `${rule}.md`);
    return /^[a-z-]+$/.test(rule) && existsSync(page) ? readFileSync(page, "utf8") : undefined;
  };
  return { version, help, ...(homepage === undefined ? {} : { homepage: homepage.replace(/\/$/, "") }) };
}
