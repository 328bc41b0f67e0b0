import type { Style } from "../report/table";

/** What decides how text is set. */
export interface Terminal {
  readonly isTTY: boolean;
  /** Width of the terminal, where there is one. */
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False after `--no-color`. */
  readonly color: boolean;
}

/** Widths between which the report is set; a pipe gets the middle. */
const [NARROWEST, USUAL, WIDEST] = [100, 110, 120];

/** Colour on a terminal, or where FORCE_COLOR asks for it; never against `--no-color` or NO_COLOR (no-color.org). */
export function styleOf({ isTTY, columns, env, color }: Terminal): Style {
  const set = (name: string) => env[name] !== undefined && env[name] !== "";
  const forced = set("FORCE_COLOR") && env["FORCE_COLOR"] !== "0";
  return { color: color && !set("NO_COLOR") && (isTTY || forced), width: Math.min(WIDEST, Math.max(NARROWEST, columns ?? USUAL)) };
}
