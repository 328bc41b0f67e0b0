import Ajv from "ajv";
import type { Objective } from "../analysis/model";
import { isDurationProblem, parseDuration } from "../facts/duration";
import { isVolumeProblem, parseThroughput, parseVolume } from "../facts/volume";
import type { Assumption, Exception, Settings, Throughput, Volume } from "./model";
import { backendProblem, mechanismProblem, repeated } from "./checks";
import { problemOf, ROOT_KEY, shown, type SettingsProblem } from "./problems";
import schema from "./schema.json";

export type { SettingsProblem } from "./problems";

/** What {@link readSettings} gives: settings, or everything that is wrong with them. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/**
 * Settings where nothing is said. 300 km keeps a copy out of the reach of a storm, a flood or a failure of the power
 * grid that takes a whole city and its surroundings; seven days is a week's holiday in which nobody looks.
 */
export const DEFAULTS: Settings = {
  minDistanceKm: 300,
  objectives: {},
  assumptions: [],
  exceptions: [],
  stateBackend: undefined,
  timeToNotice: 7 * 86_400,
  timeToDecide: undefined,
  volumes: [],
  restoreThroughput: [],
  enforcement: {},
};

interface RawObjective {
  readonly rpo?: string;
  readonly rto?: string;
}

/** The settings as written: the shape that schema.json describes. */
interface RawSettings {
  readonly minDistanceKm?: number;
  readonly objectives?: Readonly<Record<string, RawObjective>>;
  readonly assumptions?: readonly (RawObjective & { readonly mechanism: string; readonly reason: string })[];
  readonly exceptions?: readonly Exception[];
  readonly stateBackend?: { readonly provider: string; readonly region: string };
  readonly timeToNotice?: string;
  readonly timeToDecide?: string;
  readonly volumes?: readonly { readonly resource: string; readonly size: string }[];
  readonly restoreThroughput?: readonly { readonly mechanism?: string; readonly rate: string; readonly reason: string }[];
  readonly enforcement?: Settings["enforcement"];
}

/** Seconds of a duration text, or `undefined` where it is none. */
function seconds(text: string): number | undefined {
  const result = parseDuration(text);
  return isDurationProblem(result) ? undefined : result;
}

/** A day as YAML readers hand it over: the day alone, or its midnight, which the engine writes as Go does. */
const DAY = /^(\d{4})-(\d{2})-(\d{2})(T00:00:00(\.0+)?Z| 00:00:00 \+0000 UTC)?$/;

function isDay(text: string): boolean {
  const parts = DAY.exec(text);
  if (parts === null) return false;
  const day = text.slice(0, 10);
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, strictRequired: false });
ajv.addFormat("duration-with-unit", (text) => seconds(text) !== undefined);
ajv.addFormat("calendar-day", isDay);
ajv.addFormat("volume-with-unit", (text) => !isVolumeProblem(parseVolume(text)));
ajv.addFormat("throughput-with-unit", (text) => !isVolumeProblem(parseThroughput(text)));
const valid = ajv.compile<RawSettings>(schema);

function objectiveOf(raw: RawObjective): Objective {
  const rpo = raw.rpo === undefined ? undefined : seconds(raw.rpo);
  const rto = raw.rto === undefined ? undefined : seconds(raw.rto);
  return { ...(rpo === undefined ? {} : { rpo }), ...(rto === undefined ? {} : { rto }) };
}

function volumeOf(raw: { readonly resource: string; readonly size: string }): readonly Volume[] {
  const bytes = parseVolume(raw.size);
  return isVolumeProblem(bytes) ? [] : [{ resource: raw.resource, bytes, size: raw.size }];
}

function throughputOf(raw: { readonly mechanism?: string; readonly rate: string; readonly reason: string }): readonly Throughput[] {
  const bytesPerSecond = parseThroughput(raw.rate);
  return isVolumeProblem(bytesPerSecond) ? [] : [{ ...(raw.mechanism === undefined ? {} : { mechanism: raw.mechanism }), bytesPerSecond, rate: raw.rate, reason: raw.reason }];
}

function settingsOf(raw: RawSettings): Settings {
  const assumptions: readonly Assumption[] = (raw.assumptions ?? []).map((one) => ({ mechanism: one.mechanism, reason: one.reason, ...objectiveOf(one) }));
  return {
    minDistanceKm: raw.minDistanceKm ?? DEFAULTS.minDistanceKm,
    objectives: Object.fromEntries(Object.entries(raw.objectives ?? {}).map(([kind, one]) => [kind, objectiveOf(one)])),
    assumptions,
    exceptions: (raw.exceptions ?? []).map((one) => ({ ...one, expires: one.expires.slice(0, 10) })),
    stateBackend: raw.stateBackend,
    timeToNotice: raw.timeToNotice === undefined ? DEFAULTS.timeToNotice : (seconds(raw.timeToNotice) ?? DEFAULTS.timeToNotice),
    timeToDecide: raw.timeToDecide === undefined ? undefined : seconds(raw.timeToDecide),
    volumes: (raw.volumes ?? []).flatMap(volumeOf),
    restoreThroughput: (raw.restoreThroughput ?? []).flatMap(throughputOf),
    enforcement: raw.enforcement ?? {},
  };
}

/**
 * Reads how to judge: the value of `firebreak:policy` (an object, or its JSON text as Pulumi's configuration gives it).
 * `undefined` gives {@link DEFAULTS}. Never throws; reports everything that is wrong at once.
 */
export function readSettings(raw: unknown): SettingsResult {
  if (raw === undefined || raw === null) return { ok: true, settings: DEFAULTS };
  let value: unknown = raw;
  if (typeof raw === "string") {
    try {
      value = JSON.parse(raw);
    } catch {
      return { ok: false, problems: [{ key: ROOT_KEY, value: shown(raw), problem: "it is text that is not JSON", allowed: "an object", fix: `set ${ROOT_KEY} to an object` }] };
    }
  }
  if (!valid(value)) {
    const problems = (valid.errors ?? []).flatMap((error) => problemOf(error) ?? []);
    // The branches of an `anyOf` repeat what the `anyOf` itself says better.
    const branches = (valid.errors ?? []).map((error) => error.schemaPath.includes("/anyOf/"));
    return { ok: false, problems: problems.filter((_, index) => branches[index] !== true) };
  }
  const wrong = [
    ...repeated((value.assumptions ?? []).map((one) => one.mechanism), "assumptions", "mechanism", "assumption"),
    ...repeated((value.volumes ?? []).map((one) => one.resource), "volumes", "resource", "volume"),
    ...repeated((value.restoreThroughput ?? []).map((one) => one.mechanism), "restoreThroughput", "mechanism", "throughput"),
    ...(value.assumptions ?? []).flatMap((one, index) => mechanismProblem(one.mechanism, `assumptions[${index}]`)),
    ...(value.restoreThroughput ?? []).flatMap((one, index) => (one.mechanism === undefined ? [] : mechanismProblem(one.mechanism, `restoreThroughput[${index}]`))),
    ...backendProblem(value.stateBackend),
  ];
  return wrong.length > 0 ? { ok: false, problems: wrong } : { ok: true, settings: settingsOf(value) };
}
