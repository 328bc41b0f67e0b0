/** Characters that a terminal obeys instead of showing them: C0 and C1 controls, deletion, and marks that turn the direction of text. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from a file that anybody may have written, made safe for a terminal: control characters become U+FFFD. Tabs and line ends stay. */
export function printable(text: string): string {
  return text.replace(CONTROLS, "\ufffd");
}

/** The same on one line and at most `most` characters long, for names in messages. */
export function brief(text: string, most = 160): string {
  const line = printable(text).replace(/\s+/g, " ");
  return line.length > most ? `${line.slice(0, most - 3)}...` : line;
}

/** JSON-ready data with every text in it made {@link printable}, names of properties too. What needs no change is not copied. */
export function printableData<T>(data: T): T {
  return changed(data) as T;
}

function changed(data: unknown): unknown {
  if (typeof data === "string") return printable(data);
  if (typeof data !== "object" || data === null) return data;
  if (Array.isArray(data)) {
    const items = data as readonly unknown[];
    return items.some((item) => changed(item) !== item) ? items.map(changed) : data;
  }
  const entries = Object.entries(data);
  const same = entries.every(([key, value]) => printable(key) === key && changed(value) === value);
  return same ? data : Object.fromEntries(entries.map(([key, value]) => [printable(key), changed(value)]));
}
