import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import { failed, type Result } from "../errors";
import type { Text } from "./read";

/**
 * Parses JSON. The message says where it is broken and never quotes the text, as the parser's own message does: it may be
 * a secret that stands there.
 */
export function parseJson({ text, name }: Text): Result<{ readonly value: unknown }> {
  if (text.trim() === "") return failed({ where: name, problem: "it is empty", fix: AGAIN });
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    const found = firstError(text);
    if (found === undefined) return failed({ where: name, problem: "it is not JSON", fix: AGAIN });
    const { line, column } = position(text, found.offset);
    const where = `${name}, line ${line}, column ${column}`;
    if (text.slice(found.offset).trim() === "") return failed({ where, problem: "the JSON is cut off: it ends in the middle", fix: AGAIN });
    return failed({ where, problem: `it is not JSON: ${WORDS[printParseErrorCode(found.code)] ?? "this is not expected here"}`, fix: AGAIN });
  }
}

const AGAIN = "write the file again, whole: pulumi stack export --file state.json, or pulumi preview --json --show-sames > preview.json";

const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: "a value is expected here: a number, true, false, null, or something in quotes or brackets",
  PropertyNameExpected: "the name of a property in quotes is expected here",
  ValueExpected: "a value is expected here",
  ColonExpected: "a colon is expected here",
  CommaExpected: "a comma is expected here",
  CloseBraceExpected: "a closing brace is expected here",
  CloseBracketExpected: "a closing bracket is expected here",
  EndOfFileExpected: "more follows after the end of the document",
  InvalidCommentToken: "comments are not allowed",
  UnexpectedEndOfString: "a text in quotes does not end",
  UnexpectedEndOfNumber: "a number does not end",
  InvalidUnicode: "an escaped character is not valid",
  InvalidEscapeCharacter: "an escaped character is not valid",
  InvalidCharacter: "a control character stands in a text",
};

/** Ends the visit at the first error: the rest follows from it. */
class Stop extends Error {
  constructor(readonly code: ParseErrorCode, readonly offset: number) {
    super();
  }
}

function firstError(text: string): { readonly code: ParseErrorCode; readonly offset: number } | undefined {
  try {
    visit(text, { onError: (code, offset) => { throw new Stop(code, offset); } }, { disallowComments: true });
  } catch (error) {
    // Anything else is a text nested deeper than the visitor can follow.
    if (error instanceof Stop) return error;
  }
  return undefined;
}

function position(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0 && end < offset; end = text.indexOf("\n", start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}
