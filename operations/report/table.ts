import Table from "cli-table3";
import { createColors } from "picocolors";

/** How text is set: in colour or not, and how wide. */
export interface Style {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The colours in use: functions that return their text as it is when colour is off. */
export type Colors = ReturnType<typeof createColors>;

/** Colours for a style. */
export function colorsOf(style: Style): Colors {
  return createColors(style.color);
}

/** A column: its heading and its width in characters; without a width it takes what the others leave. */
export interface Column {
  readonly title: string;
  readonly width?: number;
  readonly align?: "left" | "right";
}

const INDENT = 2;
const GAP = "  ";
const BARE = { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: GAP };

/** A table without lines, indented; what is too wide for its column is wrapped between words. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): readonly string[] {
  const colors = colorsOf(style);
  const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0);
  const free = style.width - INDENT - fixed - GAP.length * (columns.length - 1);
  const flexible = Math.max(1, columns.filter((column) => column.width === undefined).length);
  const made = new Table({
    chars: BARE,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    wordWrap: true,
    colWidths: columns.map((column) => column.width ?? Math.max(10, Math.floor(free / flexible))),
    colAligns: columns.map((column) => column.align ?? "left"),
  });
  const headed = columns.some((column) => column.title !== "");
  if (headed) made.push(columns.map((column) => colors.dim(column.title)));
  made.push(...rows.map((row) => [...row]));
  return lines(made.toString()).map((line) => `${" ".repeat(INDENT)}${line}`.trimEnd());
}

/** Labelled paragraphs: the text is wrapped beside its label. */
export function labelled(rows: readonly (readonly [label: string, text: string])[], labelWidth: number, style: Style): readonly string[] {
  return rows.length === 0 ? [] : table([{ title: "", width: labelWidth }, { title: "" }], rows, style);
}

function lines(text: string): readonly string[] {
  return text === "" ? [] : text.split("\n");
}
