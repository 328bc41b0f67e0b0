import { createHash, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { Stored, World } from "./model";

/** Name of the environment variable that holds the folder of the simulated clouds' state. */
export const FOLDER_VARIABLE = "FIREBREAK_CLOUDS";

/**
 * What exists in the simulated clouds: one file per resource, so that several plugin processes can work on one folder. A file
 * is there whole or not at all, whenever a process is killed: new ones are linked into place, changed ones renamed over.
 */
export class Store implements World {
  constructor(private readonly root: string) {}

  /** Adds a resource; false if one of this type, account, region and id exists. Of two at the same moment one wins. */
  create(stored: Stored): boolean {
    const path = this.path(stored);
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(stored, undefined, 2), { mode: 0o600, flush: true });
    try {
      linkSync(draft, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Overwrites a resource that exists. */
  async write(stored: Stored): Promise<void> {
    await writeFileAtomic(this.path(stored), JSON.stringify(stored, undefined, 2), { mode: 0o600 });
  }

  /** Removes a resource; nothing happens if it is gone. */
  remove(stored: Stored): void {
    rmSync(this.path(stored), { force: true });
  }

  /** The resource of this type and id in an account; the region decides where several regions have one of the same id. */
  find(type: string, id: string, account: string, region?: string): Stored | undefined {
    const found = this.all(type).filter((stored) => stored.id === id && stored.account === account);
    return found.find((stored) => stored.region === region) ?? (region === undefined || found[0]?.region === undefined ? found[0] : undefined);
  }

  all(type: string): readonly Stored[] {
    const folder = join(this.root, "resources", slug(type));
    return namesIn(folder).flatMap((name) => {
      const contents = contentsOf(join(folder, name));
      return contents === undefined ? [] : [JSON.parse(contents) as Stored];
    });
  }

  private path(stored: Stored): string {
    const key = createHash("sha256").update(JSON.stringify([stored.account, stored.region ?? "", stored.id])).digest("hex").slice(0, 32);
    return join(this.root, "resources", slug(stored.type), `${key}.json`);
  }
}

/** A type as the name of a folder. */
function slug(type: string): string {
  return type.replace(/[^A-Za-z0-9]+/g, "-");
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Another process may remove a file between listing and reading it. */
function contentsOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
