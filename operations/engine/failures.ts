import type { Problem } from "../errors";
import { nameOf } from "../sources/resource";
import type { Diagnostic, PolicyFinding } from "./outcome";

/** A kind of failure: how the engine words it, and what to tell instead. */
interface Known {
  readonly says: RegExp;
  readonly where: string;
  readonly problem: string;
  readonly fix: string;
}

/** What keeps a command from starting: told on standard error. */
const COMMAND: readonly Known[] = [
  { says: /incorrect passphrase/i, where: "passphrase", problem: "it does not fit: the stack's secrets were encrypted with another one", fix: "set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to the passphrase with which the stack was made" },
  { says: /passphrase must be set/i, where: "passphrase", problem: "the stack has encrypted secrets and no passphrase is set", fix: "set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE)" },
  { says: /currently locked by|another update is currently in progress|\[409\] Conflict/i, where: "stack", problem: "another update of it is running, or one was killed and left its lock", fix: "wait for the other update; if there is none, `pulumi cancel` removes the lock" },
  { says: /no stack named/i, where: "stack", problem: "the backend holds no stack of this name", fix: "check the name and the backend, or make it: pulumi stack init" },
  { says: /newer than the CLI|unsupported (deployment|version|checkpoint)|too new|only supports|version is not supported/i, where: "state", problem: "it was written by another version of Pulumi than this one can read", fix: "use a newer Pulumi CLI" },
  { says: /could not unmarshal|failed to load checkpoint|cannot unmarshal|unmarshall?ing deployment|invalid character|unexpected end of JSON|integrity error|malformed/i, where: "state", problem: "it cannot be read: it is damaged or not a Pulumi state", fix: "restore it from a backup (the backend keeps <stack>.json.bak and its history), then `pulumi stack import`" },
  { says: /PULUMI_ACCESS_TOKEN|not logged in|must be logged in|pulumi login/i, where: "backend", problem: "nobody is logged in to it", fix: "run pulumi login, or set PULUMI_BACKEND_URL" },
  { says: /bucket|blob|no such host|connection refused|dial tcp|i\/o timeout/i, where: "backend", problem: "it cannot be reached", fix: "check its address (PULUMI_BACKEND_URL or pulumi whoami -v), the network and the credentials" },
];

/** What stops an operation on the way: told with a resource. `where` is then the resource's name. */
const RESOURCE: readonly Omit<Known, "where">[] = [
  { says: /cannot be deleted\s+because it is protected/, problem: "it is protected, so the engine does not delete it", fix: "if it may go: set the stack's configuration key protect to false, run pulumi up, and delete then" },
  { says: /dial tcp|i\/o timeout|no such host|connection refused|connection reset/, problem: "its cloud does not answer", fix: "check the network and the provider's status; what is lost with its place has to be left out of the update" },
];

/** Why a command failed, for a person: what the policies reject, what the engine says of resources, else what the command says. */
export function problemsOf(stderr: string, diagnostics: readonly Diagnostic[] = [], findings: readonly PolicyFinding[] = []): readonly Problem[] {
  const rejected = findings.filter(({ enforcement }) => enforcement === "mandatory").map(ofFinding);
  const told = diagnostics.filter(({ severity, message }) => severity === "error" && !SUMMARY.test(message.trim())).map(ofDiagnostic);
  // The engine and the SDK may both tell of one error.
  const once = told.filter((one, index) => told.findIndex(({ where, problem, value }) => where === one.where && problem === one.problem && value === one.value) === index);
  if (rejected.length + once.length > 0) return [...rejected, ...once];
  const words = stderr.split("\n").filter((line) => line.trim() !== "").join("\n");
  const known = COMMAND.find(({ says }) => says.test(words));
  if (known !== undefined) return [{ where: known.where, problem: known.problem, value: short(words), fix: known.fix }];
  return [{ where: "pulumi", problem: short(words) || "it failed without a word", fix: "correct what the message names" }];
}

/** What the engine adds when everything has been told. */
const SUMMARY = /^(preview|update|destroy|refresh|resource monitor shut down)[^\n]*(failed|cancell?ed|shut down)?\.?$/i;

function ofFinding({ policy, name, message }: PolicyFinding): Problem {
  const [reason = message, fix] = message.split("\nFix: ");
  return { where: `${name} (${policy})`, problem: short(reason), fix: fix?.split("\n")[0] ?? `see the policy ${policy}` };
}

function ofDiagnostic({ urn, message }: Diagnostic): Problem {
  const where = urn === undefined || urn === "" ? "pulumi" : nameOf(urn);
  const known = RESOURCE.find(({ says }) => says.test(message));
  if (known === undefined) return { where, problem: short(message), fix: "correct what the message names" };
  return { where, problem: known.problem, value: short(message), fix: known.fix };
}

/** Without stack traces and what the transport adds, and not endless. */
function short(text: string): string {
  const lines = text.split("\n").filter((line) => !/^\s+at /.test(line)).join("\n");
  const plain = lines.replace(/^error: /gm, "").replace(/^Unhandled exception: (\w*Error: )?/, "").replace(/rpc error: code = \w+ desc = /g, "").trim();
  return plain.length > 1500 ? `${plain.slice(0, 1500)} ...` : plain;
}
