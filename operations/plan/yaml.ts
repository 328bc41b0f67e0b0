import { readFileSync } from "node:fs";
import { isAlias, isMap, LineCounter, parseDocument, visit } from "yaml";
import { failed, type Problem, type Result } from "../errors";

/** Aliases above this number are an attack on memory, not a configuration. */
const MOST_ALIASES = 100;

/** Reads a YAML file whose content is a map. `name` is how messages call the file. */
export function readYamlMap(path: string, name: string): Result<{ readonly map: Readonly<Record<string, unknown>> }> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    return failed({ where: name, problem: `the file cannot be read (${code})`, fix: code === "ENOENT" ? `create ${name}` : `make ${name} a readable file` });
  }
  return parseYamlMap(text, name);
}

/** Parses YAML text whose content is a map; reports every error with its line and column. */
export function parseYamlMap(text: string, name: string): Result<{ readonly map: Readonly<Record<string, unknown>> }> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  if (document.errors.length > 0) {
    return failed(...document.errors.map((error): Problem => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { where: `${name}, line ${line}, column ${col}`, problem: `broken YAML: ${sentence(error.message)}`, fix: `correct line ${line} of ${name}` };
    }));
  }
  if (document.contents === null) return { ok: true, map: {} };
  let aliases = 0;
  visit(document, (_, node) => void (isAlias(node) && (aliases += 1)));
  if (!isMap(document.contents) || aliases > MOST_ALIASES) {
    const problem = aliases > MOST_ALIASES ? `it has ${aliases} aliases` : "its content is not a map of keys to values";
    return failed({ where: name, problem, allowed: aliases > MOST_ALIASES ? `at most ${MOST_ALIASES} aliases` : "key: value lines", fix: `correct ${name}` });
  }
  return { ok: true, map: document.toJS({ maxAliasCount: MOST_ALIASES }) as Readonly<Record<string, unknown>> };
}

/** The parser's message, without the position that is named beside it. */
function sentence(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "").trim();
}
