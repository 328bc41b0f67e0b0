import { distance } from "fastest-levenshtein";

/** What a text names: one type, or the types that it may have meant. */
export type Found = { readonly type: string } | { readonly suggestions: readonly string[] };

const SUGGESTIONS = 3;

/** `aws:s3/bucket:Bucket` as people write it in programs: `aws.s3.Bucket`; `ovh:index/cloudInstance:CloudInstance`: `ovh.CloudInstance`. */
export function programName(type: string): string {
  const [name, path, resource] = type.split(":");
  const folder = path?.split("/")[0];
  return [name, ...(folder === undefined || folder === "index" ? [] : [folder]), resource].join(".");
}

/** Finds a type by its token, or by the name that programs use, whatever the case; otherwise says what comes close. */
export function findType(text: string, types: readonly string[]): Found {
  const wanted = text.toLowerCase();
  const exact = types.find((type) => type === text);
  if (exact !== undefined) return { type: exact };
  const [named, ...more] = types.filter((type) => type.toLowerCase() === wanted || programName(type).toLowerCase() === wanted);
  if (named !== undefined && more.length === 0) return { type: named };
  const near = types
    .map((type) => ({ type, edits: Math.min(...[type, programName(type), programName(type).replace(/^[^.]+\./, "")].map((name) => distance(wanted, name.toLowerCase()))) }))
    .filter(({ edits }) => edits <= Math.max(3, wanted.length / 3))
    .sort((a, b) => a.edits - b.edits || (a.type < b.type ? -1 : 1));
  return { suggestions: (named === undefined ? near.map(({ type }) => type) : [named, ...more]).slice(0, SUGGESTIONS) };
}
