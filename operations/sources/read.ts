import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { failed, type Result } from "../errors";
import { brief } from "./printable";

/** The largest file that is read, in bytes. A state of 90 MB with 70,000 resources takes 2.5 s and 0.5 GB of memory to read, so one at the limit stays below 2 GB. */
export const MOST_BYTES = 256 * 1024 * 1024;

/** A text and how messages call where it came from. */
export interface Text {
  readonly text: string;
  readonly name: string;
}

/** Name of the standard input on the command line. */
export const STDIN = "-";

/** What is read when no file is named. */
export interface Streams {
  readonly stdin: Readable;
  /** Largest size in bytes; {@link MOST_BYTES} if absent. */
  readonly limit?: number;
}

/** Reads a file, or the standard input for `-`: whole, up to the limit, in UTF-8 or UTF-16 with a byte order mark. Never rejects. */
export async function readText(path: string, streams: Streams): Promise<Result<Text>> {
  const limit = streams.limit ?? MOST_BYTES;
  const name = path === STDIN ? "standard input" : brief(path);
  const stream = path === STDIN ? streams.stdin : createReadStream(path);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > limit) {
        return failed({ where: name, problem: "it is too large to read", allowed: `at most ${megabytes(limit)}`, fix: "judge the stacks one by one, or split a stack of this size" });
      }
      chunks.push(bytes);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    return failed({ where: name, problem: `it cannot be read (${code})`, fix: FIXES[code] ?? "make it a file that can be read" });
  }
  return { ok: true, name, text: decoded(Buffer.concat(chunks)) };
}

const FIXES: Readonly<Record<string, string>> = {
  ENOENT: "name a file that exists; write one with: pulumi stack export --file state.json",
  EISDIR: "name a file; this is a folder",
  EACCES: "make the file readable for you",
};

function megabytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes} bytes` : `${Math.floor(bytes / 1024 / 1024)} MB`;
}

/** A redirect in Windows PowerShell writes UTF-16 with a mark; some editors put one before UTF-8. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString("utf16le");
  const text = bytes.toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
