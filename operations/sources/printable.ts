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

/** A copy of JSON-ready data with every text in it made {@link printable}, names of properties too. */
export function printableData<T>(data: T): T {
  return copy(data) as T;
}

function copy(data: unknown): unknown {
  if (typeof data === "string") return printable(data);
  if (Array.isArray(data)) return data.map(copy);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [printable(key), copy(value)]));
}
