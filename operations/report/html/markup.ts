import escapeHtml from "escape-html";

/** Markup that is safe to put into a page: made by {@link html} only, so that whatever comes from data is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

/** What may stand in a template: text is escaped, markup is not, nothing and `false` are left out, lists are joined. */
export type Part = Html | string | number | false | undefined | readonly Part[];

/** A template of markup. Values may stand between tags and inside quoted attributes, where {@link escapeHtml} is enough; nowhere else. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, index) => text + string + (index < parts.length ? written(parts[index]) : ""), ""));
}

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return part.map(written).join("");
}

/** JSON inside a `<script type="application/json">`: no text in it can end the element or begin a comment. */
export function jsonIn(value: unknown): Html {
  return new Html(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`));
}

/** What this folder's own style and script files hold. Not for anything that comes from data. */
export function verbatim(text: string): Html {
  return new Html(text);
}

/** A part of the page: with a heading, and an anchor for the list of contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** A table that scrolls by itself on a narrow screen. Cells of the first column are headers of their rows. */
export function dataTable(caption: string, columns: readonly string[], rows: readonly (readonly Part[])[], numeric: ReadonlySet<number> = new Set()): Html {
  const cell = (part: Part, index: number) => (index === 0 ? html`<th scope="row">${part}</th>` : html`<td${numeric.has(index) ? html` class="n"` : ""} data-label="${columns[index] ?? ""}">${part}</td>`);
  return html`<div class="scroll"><table class="data"><caption>${caption}</caption>
<thead><tr>${columns.map((column, index) => html`<th scope="col"${numeric.has(index) ? html` class="n"` : ""}>${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>
`)}</tbody></table></div>`;
}
