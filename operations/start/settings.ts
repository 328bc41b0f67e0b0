import { parseConfig, type Config, type ConfigProblem } from "../../infra/config";
import type { Settings } from "../../policies/settings/model";
import { readSettings } from "../../policies/settings/settings";
import type { Problem, Result } from "../errors";
import type { ConfigValue } from "../plan/project";
import { UNKNOWN_MARK } from "../plan/wire";
import type { DeclaredSite } from "../report/model";

/** Stack configuration key that holds how to judge. */
const POLICY = "firebreak:policy";

/** What is read from a stack's configuration before anything runs. */
export interface Declared {
  readonly settings: Settings;
  readonly sites: readonly DeclaredSite[];
}

/** Reads places and judging settings from the configuration; everything that is wrong with either is reported at once. */
export function readDeclared(config: ReadonlyMap<string, ConfigValue>): Result<Declared> {
  const raw = Object.fromEntries([...config].map(([key, value]) => [key, value.text]));
  const parsed = parseConfig(raw);
  const settings = readSettings(raw[POLICY]);
  if (parsed.ok && settings.ok) return { ok: true, settings: settings.settings, sites: sitesOf(parsed.config) };
  const ofSettings = settings.ok ? [] : settings.problems.map((one) => problemOf({ ...one, key: one.key.startsWith(POLICY) ? one.key : `${POLICY}.${one.key}` }));
  const ofProgram = parsed.ok ? [] : parsed.problems.map(problemOf);
  // The least distance is read by both; what the program says of it is the fuller message.
  const told = new Set(ofProgram.map((one) => one.where));
  return { ok: false, problems: [...ofProgram, ...ofSettings.filter((one) => !told.has(one.where))] };
}

function problemOf({ key, value, problem, allowed, fix }: ConfigProblem): Problem {
  const shown = value === undefined ? undefined : value.includes(UNKNOWN_MARK) ? "(encrypted)" : value;
  return { where: key, problem, ...(shown === undefined ? {} : { value: shown }), allowed, fix };
}

function sitesOf({ primary, secondary, backup, active }: Config): readonly DeclaredSite[] {
  const place = ({ provider, region, location }: Pick<Config["primary" | "secondary" | "backup"], "provider" | "region" | "location">) => ({
    provider,
    region,
    city: location.city,
    ...(location.campus === undefined ? {} : { campus: location.campus }),
    ...(location.lat === undefined || location.lon === undefined ? {} : { lat: location.lat, lon: location.lon }),
  });
  return [
    { role: "primary", ...place(primary), active: active === "primary", servers: primary.servers },
    { role: "secondary", ...place(secondary), active: active === "secondary", servers: secondary.servers },
    { role: "backup", ...place(backup), active: false, servers: 0 },
  ];
}
