import type { Problem } from "../errors";
import type { Diagnostic } from "./outcome";

/** A kind of failure: how the CLI words it, and what to tell instead. */
interface Known {
  readonly says: RegExp;
  readonly where: string;
  readonly problem: string;
  readonly fix: string;
}

const KNOWN: readonly Known[] = [
  { says: /incorrect passphrase/i, where: "passphrase", problem: "it does not fit: the stack's secrets were encrypted with another one", fix: "set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase with which the stack was made" },
  { says: /passphrase must be set/i, where: "passphrase", problem: "the stack has encrypted secrets and no passphrase is set", fix: "set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE)" },
  { says: /currently locked by|another update is currently in progress|\[409\] Conflict/i, where: "stack", problem: "another update of it is running, or one was killed and left its lock", fix: "wait for the other update; if there is none, `pulumi cancel` removes the lock" },
  { says: /no stack named/i, where: "stack", problem: "the backend holds no stack of this name", fix: "check the name and the backend, or make it: pulumi stack init" },
  { says: /could not unmarshal|failed to load checkpoint|cannot unmarshal|unmarshall?ing deployment|invalid character|unexpected end of JSON|integrity error|snapshot integrity|malformed/i, where: "state", problem: "it cannot be read: it is damaged or not a Pulumi state", fix: "restore it from a backup (the backend keeps <stack>.json.bak and its history), then `pulumi stack import`" },
  { says: /newer than the CLI|unsupported (deployment|version)|too new|version is not supported/i, where: "state", problem: "it was written by a newer Pulumi than this one", fix: "use a newer Pulumi CLI" },
  { says: /PULUMI_ACCESS_TOKEN|not logged in|must be logged in|pulumi login/i, where: "backend", problem: "nobody is logged in to it", fix: "run pulumi login, or set PULUMI_BACKEND_URL" },
  { says: /unable to (open|read) (the )?bucket|could not (open|list|read) bucket|problem logging in|no such host|connection refused|dial tcp|unable to check if bucket|blob \(|NoSuchBucket/i, where: "backend", problem: "it cannot be reached", fix: "check its address (PULUMI_BACKEND_URL or pulumi whoami -v), the network and the credentials" },
];

/** Why a command failed, for a person: what is recognised by its own words, else the engine's. */
export function problemsOf(stderr: string, diagnostics: readonly Diagnostic[] = []): readonly Problem[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const words = stderr.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line)).join("\n").trim();
  const known = errors.length > 0 ? undefined : KNOWN.find(({ says }) => says.test(words));
  if (known !== undefined) return [{ where: known.where, problem: known.problem, value: short(withoutPrefix(words)), fix: known.fix }];
  const told = errors.filter(({ message }) => !SUMMARY.test(message)).map(({ urn, message }): Problem => ({ where: urn === undefined || urn === "" ? "pulumi" : (urn.split("::").slice(3).join("::")), problem: short(withoutPrefix(message)), fix: "correct what the message names" }));
  if (told.length > 0) return told;
  return [{ where: "pulumi", problem: short(withoutPrefix(words) || errors[0]?.message || "it failed without a word"), fix: "correct what the message names" }];
}

/** What the engine adds when something else has already been told. */
const SUMMARY = /^(preview|update|destroy|resource monitor shut down)?\s*(failed|cancell?ed)\.?$/i;

function withoutPrefix(text: string): string {
  return text.replace(/^error: /gm, "").trim();
}

function short(text: string): string {
  return text.length > 1500 ? `${text.slice(0, 1500)} ...` : text;
}
