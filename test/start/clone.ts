import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const COPIED = ["infra", "policies", "operations", "clouds", "scripts", "package.json", "tsconfig.json", "Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.dev.yaml"];

/** How a run of `npm start` ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project, to change and to run, with the packages of this one. */
export class Clone {
  readonly root = mkdtempSync(join(tmpdir(), "firebreak-clone-"));

  constructor() {
    for (const name of COPIED) if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.root, "node_modules"), "dir");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Changes a file; fails where there is nothing to change, so that a test cannot pass by accident. */
  edit(file: string, from: string | RegExp, to: string | ((found: string) => string)): this {
    const path = join(this.root, file);
    const before = readFileSync(path, "utf8");
    const after = typeof to === "string" ? before.replace(from, to) : before.replace(from, to);
    if (after === before) throw new Error(`${file} holds nothing like ${String(from)}`);
    writeFileSync(path, after);
    return this;
  }

  write(file: string, text: string): this {
    writeFileSync(join(this.root, file), text);
    return this;
  }

  /** Runs `npm start` as npm does once set-up is done. */
  start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return new Promise((done) => {
      const options = { cwd: this.root, encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 } as const;
      execFile(process.execPath, ["--import", "tsx", join(this.root, "operations/start/main.ts"), ...args], options, (error, stdout, stderr) => {
        done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
      });
    });
  }

  /** A fingerprint of every file: the same before and after means that nothing was written. */
  fingerprint(): string {
    const hash = createHash("sha256");
    const walk = (folder: string): void => {
      for (const name of readdirSync(folder).sort()) {
        if (folder === this.root && name === "node_modules") continue;
        const path = join(folder, name);
        hash.update(path);
        if (statSync(path).isDirectory()) walk(path);
        else hash.update(readFileSync(path));
      }
    };
    walk(this.root);
    return hash.digest("hex");
  }
}
