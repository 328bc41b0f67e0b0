import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { problemLines } from "../../operations/errors";
import { readText } from "../../operations/sources/read";

const folder = mkdtempSync(join(tmpdir(), "firebreak-read-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(bytes: Buffer | string): string {
  const path = join(folder, "state.json");
  writeFileSync(path, bytes);
  return path;
}

async function text(path: string, stdin: Readable = Readable.from([]), limit?: number): Promise<string> {
  const read = await readText(path, { stdin, ...(limit === undefined ? {} : { limit }) });
  return read.ok ? read.text : problemLines(read.problems).join("\n");
}

it("reads a file, and the standard input for -, with characters split between chunks", async () => {
  expect(await text(file('{"é": 1}'))).toBe('{"é": 1}');
  const bytes = Buffer.from('{"é": 1}');
  expect(await text("-", Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]))).toBe('{"é": 1}');
});

it("reads what a Windows shell redirects: UTF-16 with its mark, and UTF-8 with one", async () => {
  expect(await text(file(Buffer.from("\ufeff{}", "utf16le")))).toBe("{}");
  expect(await text(file("\ufeff{}"))).toBe("{}");
});

it("stops at the limit, also of an endless input, and states it", async () => {
  expect(await text(file("12345"), undefined, 5)).toBe("12345");
  expect(await text(file("123456"), undefined, 5)).toMatch(/it is too large to read\n\s+allowed\s+at most 5 bytes/);
  const endless = new Readable({ read() { this.push(Buffer.alloc(1024 * 1024)); } });
  expect(await text("-", endless, 3 * 1024 * 1024)).toMatch(/standard input\n\s+it is too large to read\n\s+allowed\s+at most 3 MB/);
});

it("says what keeps it from reading", async () => {
  expect(await text(join(folder, "none.json"))).toMatch(/cannot be read \(ENOENT\)\n\s+fix\s+name a file that exists/);
  expect(await text(folder)).toMatch(/cannot be read \(EISDIR\)\n\s+fix\s+name a file; this is a folder/);
  expect(await text("-", new Readable({ read() { this.destroy(new Error("gone")); } }))).toMatch(/standard input\n\s+it cannot be read/);
});
