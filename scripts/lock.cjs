"use strict";
/**
 * A lock between processes of one machine that survives kill -9.
 *
 * Each contender makes a file of its own, named after its process, and only then looks for others. Whoever sees a
 * living other withdraws and tries again a little later, so two can never both hold it. A file of a dead process is
 * simply removed: its name belongs to that process alone, so removing it can hurt nobody.
 */
const fs = require("node:fs");
const path = require("node:path");
const { execFileSync } = require("node:child_process");

/** When a process started, in the system's own words; "" where that cannot be told, or it is gone. Tells a reused process id. */
function startOf(pid) {
  try {
    if (process.platform === "linux") {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      // The command's name stands in brackets and may hold anything; after it, the start time is the 20th field (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      // A zombie has ended; in a container nobody may ever collect it.
      return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[19] ?? "");
    }
    if (process.platform === "win32") return "";
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return text.trim().replace(/\W+/g, "-");
  } catch {
    return "";
  }
}

function isAlive(pid, start) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return startOf(pid) === start;
}

let count = 0;
/** Unique, so that two contenders in one process exclude each other too. */
const nameOf = (pid) => `${pid}.${startOf(pid)}.${count++}`;

/** Living holders and contenders other than `own`; removes the files of dead ones. */
function others(folder, own) {
  return fs.readdirSync(folder).filter((name) => {
    const match = /^(\d+)\.(.*)\.\d+$/.exec(name);
    if (match === null || own.has(name)) return false;
    if (isAlive(Number(match[1]), match[2])) return true;
    fs.rmSync(path.join(folder, name), { force: true });
    return false;
  });
}

/**
 * Takes the lock kept in `folder` (made when missing), waiting as long as another living process has it.
 * `onWait(pid)` is called once when it must wait. Resolves to `{ adopt(pid), release() }`: `adopt` makes the lock outlive
 * this process for as long as the child `pid` lives, so that an orphan's work is not disturbed.
 */
async function acquire(folder, onWait = () => undefined) {
  fs.mkdirSync(folder, { recursive: true });
  const own = new Set([nameOf(process.pid)]);
  const add = (name) => fs.writeFileSync(path.join(folder, name), "");
  const release = () => {
    for (const name of own) fs.rmSync(path.join(folder, name), { force: true });
  };
  for (let told = false; ; ) {
    release();
    let living = others(folder, own);
    if (living.length === 0) {
      for (const name of own) add(name);
      living = others(folder, own);
      if (living.length === 0) break;
      release();
    } else if (!told) {
      told = true;
      onWait(Number(living[0].split(".")[0]));
    }
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 200));
  }
  const adopt = (pid) => {
    const name = nameOf(pid);
    own.add(name);
    add(name);
  };
  return { adopt, release };
}

module.exports = { acquire };
