import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { acquire } from "../../scripts/lock.cjs";
import { ended, sleep } from "./project";

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "firebreak-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Takes the lock again and again; in between, writes when it came and went. */
const WORKER = `
const { acquire } = require(${JSON.stringify(resolve(__dirname, "../../scripts/lock.cjs"))});
const fs = require("node:fs");
(async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    const lock = await acquire(process.argv[1]);
    fs.appendFileSync(process.argv[2], "+" + process.pid + "\\n");
    await new Promise((resolve) => setTimeout(resolve, 15));
    fs.appendFileSync(process.argv[2], "-" + process.pid + "\\n");
    lock.release();
  }
})();`;

it("never has two holders, and goes on when holders are killed", async () => {
  const [locks, log] = [join(folder, "locks"), join(folder, "log")];
  const workers = Array.from({ length: 6 }, () => spawn(process.execPath, ["-e", WORKER, locks, log]));
  const ends = workers.map(ended);
  await sleep(400);
  const killed = workers.slice(0, 2).map((worker) => {
    worker.kill("SIGKILL");
    return worker.pid;
  });
  const codes = (await Promise.all(ends)).map(({ code }) => code);
  expect(codes.slice(2)).toEqual([0, 0, 0, 0]);
  let holder: string | undefined;
  let turns = 0;
  for (const line of readFileSync(log, "utf8").trim().split("\n")) {
    const who = line.slice(1);
    if (line.startsWith("+")) {
      // Only a killed holder may not have said goodbye.
      if (holder !== undefined) expect(killed.map(String)).toContain(holder);
      [holder, turns] = [who, turns + 1];
    } else {
      expect(who).toBe(holder);
      holder = undefined;
    }
  }
  expect(turns).toBeGreaterThanOrEqual(16);
});

it("excludes within one process too, and tells whom it waits for, once", async () => {
  const locks = join(folder, "same");
  const first = await acquire(locks);
  const waited: number[] = [];
  let second = false;
  const waiting = acquire(locks, (pid) => waited.push(pid)).then((lock) => {
    second = true;
    return lock;
  });
  await sleep(600);
  expect([second, waited]).toEqual([false, [process.pid]]);
  first.release();
  (await waiting).release();
});
