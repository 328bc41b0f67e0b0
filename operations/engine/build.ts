import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { failed } from "../errors";
import { EXECUTABLE, keepEngine, stagingFolder } from "./cache";
import type { Made, MakeOptions } from "./download";
import { ticking } from "./progress";
import { run, versionOf } from "./run";
import { compareVersions, ENGINE_VERSION, OLDEST_GO } from "./versions";

const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
/** Two cores need 4 to 7 minutes. */
const BUILT_WITHIN = 45 * 60_000;
/** From 1.21 on Go can fetch the toolchain that a module asks for (go.dev/doc/toolchain). */
const OLDEST_SWITCHING_GO = "1.21";

const why = (problem: string, fix: string): Made => failed({ where: "Pulumi CLI, build from Go modules", problem, fix });

/** Builds the CLI from the modules that `module/go.mod` and `module/go.sum` pin. A second try continues from Go's own cache. */
export async function build({ cache, folder, env, adopt, say }: MakeOptions): Promise<Made> {
  const go = await goVersion(env);
  if (go === undefined) return why("there is no go on PATH", `install Go ${OLDEST_GO} or newer (go.dev/dl), or a Pulumi CLI (pulumi.com/docs/install)`);
  const switches = go.toolchain !== "local" && compareVersions(go.version, OLDEST_SWITCHING_GO) >= 0;
  if (compareVersions(go.version, OLDEST_GO) < 0 && !switches) {
    return why(`Go ${go.version} is too old and may not fetch a newer toolchain (GOTOOLCHAIN=${go.toolchain})`, `install Go ${OLDEST_GO} or newer (go.dev/dl), or a Pulumi CLI (pulumi.com/docs/install)`);
  }
  const staging = stagingFolder(cache);
  for (const file of ["go.mod", "go.sum"]) copyFileSync(join(__dirname, "module", file), join(staging, file));
  let packages = 0;
  const stop = ticking(say, () => `building the Pulumi engine ${ENGINE_VERSION} from Go modules (once; 4 to 7 minutes on two cores)${packages === 0 ? "" : `: ${packages} packages compiled`}`);
  const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;
  const ended = await run("go", ["build", "-v", "-mod=mod", "-trimpath", "-ldflags", stamp, "-o", EXECUTABLE, PACKAGE], {
    cwd: staging,
    timeout: BUILT_WITHIN,
    onStart: adopt,
    // Without cgo it needs no C compiler; without a workspace nothing around the folder has a say.
    env: { ...env, CGO_ENABLED: "0", GOWORK: "off", GO111MODULE: "on", GOFLAGS: withoutMod(env["GOFLAGS"]) },
    onLine: (line) => {
      if (/^[\w./-]+$/.test(line)) packages += 1;
    },
  });
  stop();
  if (ended.code !== 0) return why(reasonOf(ended.reason, ended.stderr), fixFor(ended.stderr));
  const version = await versionOf(join(staging, EXECUTABLE));
  if (version !== ENGINE_VERSION) return why(`what was built says that it is version ${version ?? "unknown"}, not ${ENGINE_VERSION}`, "install a Pulumi CLI (pulumi.com/docs/install) and report this");
  return { ok: true, path: await keepEngine(staging, folder, { version, origin: `built with go${go.version}` }) };
}

async function goVersion(env: NodeJS.ProcessEnv): Promise<{ readonly version: string; readonly toolchain: string } | undefined> {
  // Outside a module, so that no go.mod around here makes it switch.
  const ended = await run("go", ["env", "GOVERSION", "GOTOOLCHAIN"], { timeout: 60_000, cwd: "/", env });
  const [version, toolchain] = ended.stdout.trim().split("\n");
  return ended.code === 0 && version !== undefined ? { version: version.replace(/^go/, ""), toolchain: toolchain ?? "" } : undefined;
}

function withoutMod(flags: string | undefined): string {
  return (flags ?? "").split(" ").filter((flag) => flag !== "" && !flag.startsWith("-mod=")).join(" ");
}

/** Go's own words: the lines that are not names of packages. */
function reasonOf(reason: string, stderr: string): string {
  if (reason === "timeout") return `it took more than ${BUILT_WITHIN / 60_000} minutes`;
  if (reason !== "") return `it was interrupted (${reason})`;
  const words = stderr.trim().split("\n").filter((line) => /\s/.test(line) && !line.startsWith("go: downloading"));
  return `go build failed: ${words.slice(-4).join(" ") || "it gave no reason"}`;
}

function fixFor(stderr: string): string {
  if (/no space left/i.test(stderr)) return "free 3 GB where FIREBREAK_CACHE and Go's caches (go env GOCACHE GOMODCACHE) are, and run this again; it continues where it stopped";
  if (/dial tcp|no such host|timeout|connection refused|proxyconnect|TLS|lookup /i.test(stderr)) return "check that the Go module proxy can be reached (go env GOPROXY), and run this again; it continues where it stopped";
  if (/checksum mismatch|SECURITY ERROR/.test(stderr)) return "do not trust the Go module proxy in use (go env GOPROXY); a module is not what go.sum says";
  return "run this again, which continues where it stopped, or install a Pulumi CLI (pulumi.com/docs/install) and put it on PATH";
}
