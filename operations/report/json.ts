import type { Report } from "./model";

/** The report as JSON text with a line end; `report.schema.json` says what each part means. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
