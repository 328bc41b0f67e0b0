import { resolve } from "node:path";
import type { Settings } from "../../policies/settings/model";
import { DEFAULTS, readSettings } from "../../policies/settings/settings";
import { failed, type Problem, type Result } from "../errors";
import { readProject, type ConfigValue } from "../plan/project";
import { UNKNOWN_MARK } from "../plan/wire";
import { readYamlMap } from "../plan/yaml";
import type { DeclaredSite } from "../report/model";
import { readDeclared } from "../start/settings";
import { printable } from "../sources/printable";
import type { JudgeOptions } from "./options";

/** Stack configuration key that holds how to judge. */
const POLICY = "firebreak:policy";

/** How to judge, and what must be said of where that comes from. */
export interface Chosen {
  readonly settings: Settings;
  /** Places that the configuration declares; none for a program of another kind. */
  readonly sites: readonly DeclaredSite[];
  readonly notes: readonly string[];
}

/** Reads the settings that the options name, from `folder` where they name no absolute path; without any, the defaults. */
export function chooseSettings({ settings, stack }: Pick<JudgeOptions, "settings" | "stack">, folder: string): Result<Chosen> {
  if (settings !== undefined) return fromFile(settings, folder);
  if (stack !== undefined) return fromStack(stack, folder);
  return byDefault("no settings are given");
}

function byDefault(why: string): Result<Chosen> {
  const note = `${why}: judged by the defaults (off-site from ${DEFAULTS.minDistanceKm} km, no objectives, where the state is kept is not known); --settings FILE or --stack NAME gives others`;
  return { ok: true, settings: DEFAULTS, sites: [], notes: [note] };
}

function fromFile(file: string, folder: string): Result<Chosen> {
  const name = printable(file);
  const read = readYamlMap(resolve(folder, file), name);
  if (!read.ok) return read;
  const wrapped = ["config", POLICY].find((key) => Object.hasOwn(read.map, key));
  if (wrapped !== undefined) {
    return failed({ where: `${name}, ${wrapped}`, problem: "this is a stack's configuration, not the settings themselves", allowed: `what stands under ${POLICY}: minDistanceKm, objectives, ...`, fix: "give the stack's name instead, in its folder: --stack NAME" });
  }
  const judged = settingsOf(read.map, name);
  return judged.ok ? { ok: true, settings: judged.settings, sites: [], notes: [`settings from ${name}`] } : judged;
}

function fromStack(stack: string, folder: string): Result<Chosen> {
  const read = readProject(folder, stack);
  if (!read.ok) return read;
  const { config } = read.project;
  const file = `Pulumi.${stack}.yaml`;
  const value = config.get(POLICY);
  if (value === undefined) return byDefault(`${file} has no ${POLICY}`);
  const judged = settingsOf(value.text, `${file}, ${POLICY}`, value);
  if (!judged.ok) return judged;
  // A program that declares its places in the way of this project is shown by place; any other is judged all the same.
  const declared = readDeclared(config);
  return { ok: true, settings: judged.settings, sites: declared.ok ? declared.sites : [], notes: [`settings from ${file}`] };
}

function settingsOf(raw: unknown, where: string, value?: ConfigValue): Result<{ readonly settings: Settings }> {
  if (value?.known === false) return failed({ where, problem: "it is encrypted, and nothing is decrypted here", fix: "write how to judge in clear: it holds no secret" });
  const read = readSettings(raw);
  if (read.ok) return read;
  return failed(...read.problems.map((one): Problem => {
    const shown = one.value.includes(UNKNOWN_MARK) ? "(encrypted)" : printable(one.value);
    return { where: one.key === POLICY ? where : `${where}, ${printable(one.key)}`, problem: printable(one.problem), value: shown, allowed: one.allowed, fix: printable(one.fix) };
  }));
}
