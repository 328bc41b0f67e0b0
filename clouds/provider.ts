import { setTimeout as sleep } from "node:timers/promises";
import { isBurnt, listBurnt } from "./burn";
import type { Call } from "./calls";
import { logCall } from "./calls";
import { closest } from "./closest";
import { checkDeletion, checkReferences, checkWithCloud } from "./cloudrules";
import { callFunction } from "./functions";
import { makingOf, outputsOf } from "./making";
import type { CloudSpec, Failure, Making, Settings, Stored, TypeSpec } from "./model";
import { regionsOf } from "./places";
import type { ShapeTable, TypeShape } from "./shapes/shape";
import { Store } from "./store";
import type { Properties, Value } from "./value";
import { isKnown, isUnknown, same, text, UNKNOWN } from "./value";
import { validate } from "./validate";

/** A refusal by the simulated cloud, in the words that the API would use. */
export class Refusal extends Error {}

/** What a burnt place answers: nothing, so the caller's connection fails. */
export class Unreachable extends Error {}

/** How a resource differs from what the program wants. */
export interface Difference {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
  /** True where the old one's name must be free before the new one can be made. */
  readonly deleteFirst: boolean;
}

/** What a read found: an empty id if the resource is gone. */
export interface Found {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Where a simulated provider keeps its state, and how long each call to its cloud takes. */
export interface Options {
  readonly root: string;
  /** Milliseconds. */
  readonly latency: number;
}

/** One simulated provider: what the engine asks of it, over plain data. */
export class Provider {
  private readonly store: Store;
  private readonly types: ReadonlyMap<string, TypeSpec>;
  private settings: Settings;

  constructor(
    private readonly spec: CloudSpec,
    private readonly shapes: ShapeTable,
    private readonly options: Options,
  ) {
    this.store = new Store(options.root);
    this.types = new Map(spec.types.map((type) => [type.type, type]));
    this.settings = spec.settings({});
  }

  /** Failures of a provider's configuration. */
  async checkConfig(urn: string, config: Properties): Promise<readonly Failure[]> {
    return this.call({ method: "checkConfig", urn }, this.configured(config), () => this.spec.checkSettings(config));
  }

  /** Which settings changed; none makes a provider be replaced: a changed region shows in the resources' own differences. */
  async diffConfig(urn: string, before: Properties, after: Properties): Promise<readonly string[]> {
    return this.call({ method: "diffConfig", urn }, this.configured(after), () => changedKeys(before, after));
  }

  async configure(config: Properties): Promise<void> {
    await this.call({ method: "configure" }, this.configured(config), async () => {
      await this.wait();
      const failure = this.spec.checkSettings(config)[0];
      if (failure !== undefined) throw new Refusal(failure.reason);
      this.settings = this.spec.settings(config);
    });
  }

  async check(urn: string, type: string, inputs: Properties): Promise<readonly Failure[]> {
    const { spec, shape } = this.type(type);
    return this.call({ method: "check", urn, type }, this.regions(spec, inputs), () => validate(spec, shape, inputs));
  }

  async diff(urn: string, type: string, before: Properties, outputs: Properties, after: Properties): Promise<Difference> {
    const { spec } = this.type(type);
    return this.call({ method: "diff", urn, type }, this.regions(spec, after), () => {
      const changed = [...changedKeys(before, after)];
      const replaces = changed.filter((key) => spec.replaces.includes(key));
      const home = text(outputs.region);
      const moved = spec.global !== true && this.spec.provider === "aws" && home !== undefined && home !== this.regionOf(after);
      if (moved && !replaces.includes("region")) {
        replaces.push("region");
        if (!changed.includes("region")) changed.push("region");
      }
      const named = spec.named?.property;
      const keepsName = named !== undefined && after[named] !== undefined && same(before[named], after[named]) && !moved;
      return { changed, replaces, deleteFirst: replaces.length > 0 && keepsName };
    });
  }

  async create(urn: string, type: string, inputs: Properties, preview: boolean): Promise<Found> {
    const { spec, shape } = this.type(type);
    const regions = this.regions(spec, inputs);
    if (preview) return this.call({ method: "create (preview)", urn, type }, regions, () => ({ id: "", inputs, outputs: previewed(spec, shape, inputs) }));
    return this.call({ method: "create", urn, type }, regions, async () => {
      await this.wait();
      this.refuse(spec, inputs, regions[0]);
      const createdAt = new Date().toISOString();
      for (let attempt = 0, previous: string | undefined; ; attempt++) {
        const making = this.making(spec, urn, inputs, regions[0], createdAt, "", attempt);
        const id = spec.id(making);
        if (id === previous) throw new Refusal(spec.exists?.(id) ?? `${spec.service}: ${type} "${id}" already exists`);
        const outputs = outputsOf(spec, shape, this.making(spec, urn, inputs, regions[0], createdAt, id, attempt));
        if (this.spec.stateless === true || this.store.create(this.stored(spec, urn, id, inputs, outputs, regions[0], createdAt))) return { id, inputs, outputs };
        previous = id;
      }
    });
  }

  /** Reads what is there now. `outputs` are those of the state; empty when the engine imports or gets. */
  async read(urn: string, type: string, id: string, inputs: Properties, outputs: Properties): Promise<Found> {
    const { spec } = this.type(type);
    if (this.spec.stateless === true) return this.call({ method: "read", urn, type }, [], () => ({ id, inputs, outputs }));
    const stored = this.store.find(type, id, this.settings.account, text(outputs.region) ?? this.settings.region);
    return this.call({ method: "read", urn, type }, this.regions(spec, stored?.inputs ?? inputs, stored), async () => {
      await this.wait();
      return stored === undefined ? { id: "", inputs: {}, outputs: {} } : { id: stored.id, inputs: stored.inputs, outputs: stored.outputs };
    });
  }

  async update(urn: string, type: string, id: string, before: Properties, after: Properties, preview: boolean): Promise<Properties> {
    const { spec, shape } = this.type(type);
    const regions = this.regions(spec, after);
    if (preview) return this.call({ method: "update (preview)", urn, type }, regions, () => ({ ...kept(shape, before), ...after }));
    return this.call({ method: "update", urn, type }, regions, async () => {
      await this.wait();
      if (this.spec.stateless === true) return { ...kept(shape, before), ...after };
      const stored = this.mustFind(type, id, before);
      this.refuse(spec, after, stored.region, stored.id);
      const made = outputsOf(spec, shape, this.making(spec, stored.urn, after, stored.region, stored.createdAt, id, 0));
      const outputs = { ...made, ...computedBefore(shape, spec, stored, after), ...after };
      await this.store.write({ ...stored, inputs: after, outputs });
      return outputs;
    });
  }

  async delete(urn: string, type: string, id: string, outputs: Properties): Promise<void> {
    const { spec } = this.type(type);
    if (this.spec.stateless === true) return this.call({ method: "delete", urn, type }, [], () => undefined);
    const stored = this.store.find(type, id, this.settings.account, text(outputs.region));
    await this.call({ method: "delete", urn, type }, this.regions(spec, stored?.inputs ?? outputs, stored), async () => {
      await this.wait();
      if (stored === undefined) return;
      const reason = checkDeletion(spec, stored, this.store, this.spec.types);
      if (reason !== undefined) throw new Refusal(reason);
      this.store.remove(stored);
    });
  }

  /** A data source of the provider. */
  async invoke(token: string, args: Properties): Promise<Properties> {
    const region = text(args.region) ?? this.settings.region;
    return this.call({ method: "invoke", type: token }, region === undefined ? [] : [region], async () => {
      await this.wait();
      return callFunction(token, args, { region, account: this.settings.account });
    });
  }

  private type(type: string): { readonly spec: TypeSpec; readonly shape: TypeShape } {
    const spec = this.types.get(type);
    const shape = this.shapes[type];
    if (spec !== undefined && shape !== undefined) return { spec, shape };
    const near = closest(type, [...this.types.keys()]);
    throw new Refusal(`the simulated ${this.spec.provider} provider has no resource type "${type}"${near === undefined ? "" : `; did you mean "${near}"?`}. Types are specified in clouds/${this.spec.provider}`);
  }

  private refuse(spec: TypeSpec, inputs: Properties, region: string | undefined, self?: string): void {
    if (this.spec.provider === "aws" && spec.global !== true && region === undefined) throw new Refusal("Missing region configuration: set aws:region, region on the provider, or region on the resource");
    const context = { world: this.store, self, region, account: this.settings.account };
    const reason = checkReferences(spec, inputs, context) ?? checkWithCloud(spec, inputs, context);
    if (reason !== undefined) throw new Refusal(reason);
  }

  private mustFind(type: string, id: string, outputs: Properties): Stored {
    const stored = this.store.find(type, id, this.settings.account, text(outputs.region));
    if (stored === undefined) throw new Refusal(`${type} "${id}" not found: it was removed outside Pulumi; run pulumi refresh`);
    return stored;
  }

  private regionOf(inputs: Properties): string | undefined {
    return text(inputs.region) ?? this.settings.region;
  }

  private regions(spec: TypeSpec, inputs: Properties, stored?: Stored): readonly string[] {
    if (stored?.region !== undefined) return [stored.region];
    if (this.spec.provider === "aws") return spec.global === true ? [this.spec.globalRegion ?? ""] : this.configured(this.settings.region === undefined || inputs.region !== undefined ? inputs : { region: this.settings.region });
    return regionsOf(spec, inputs, this.store);
  }

  private configured(config: Properties): readonly string[] {
    const region = text(config.region);
    return region === undefined ? [] : [region];
  }

  private making(spec: TypeSpec, urn: string, inputs: Properties, region: string | undefined, createdAt: string, id: string, attempt: number): Making {
    return makingOf({ spec, urn, inputs, region: spec.global === true ? undefined : region, account: this.settings.account, world: this.store, createdAt, id, attempt });
  }

  private stored(spec: TypeSpec, urn: string, id: string, inputs: Properties, outputs: Properties, region: string | undefined, createdAt: string): Stored {
    return { provider: this.spec.provider, type: spec.type, id, urn, account: this.settings.account, region: spec.global === true ? undefined : region, createdAt, inputs, outputs };
  }

  private async wait(): Promise<void> {
    if (this.options.latency > 0 && this.spec.stateless !== true) await sleep(this.options.latency);
  }

  private async call<T>(call: Pick<Call, "method" | "urn" | "type">, regions: readonly string[], run: () => T | Promise<T>): Promise<T> {
    const log = (outcome: Call["outcome"]): void => logCall(this.options.root, { time: new Date().toISOString(), provider: this.spec.provider, ...call, regions, outcome });
    const burnt = listBurnt(this.options.root);
    const places = regions.length === 0 ? [undefined] : regions;
    if (places.some((region) => isBurnt(burnt, this.spec.provider, region))) {
      log("unreachable");
      const service = call.type === undefined ? undefined : this.types.get(call.type)?.service;
      const host = this.spec.host(service ?? "sts", regions[0]);
      await this.wait();
      throw new Unreachable(`${call.method}: request send failed, "https://${host}/": dial tcp: lookup ${host}: i/o timeout`);
    }
    try {
      const result = await run();
      log(Array.isArray(result) && call.method.startsWith("check") && result.length > 0 ? "refused" : "ok");
      return result;
    } catch (error) {
      log("refused");
      throw error;
    }
  }
}

function changedKeys(before: Properties, after: Properties): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !same(before[key], after[key])).sort();
}

/** Outputs at preview: what the program set is known, the rest is not. */
function previewed(spec: TypeSpec, shape: TypeShape, inputs: Properties): Properties {
  const outputs: Record<string, Value> = {};
  for (const key of Object.keys(shape.outputs)) outputs[key] = UNKNOWN;
  if (spec.global !== true && isUnknown(inputs.region)) outputs.region = UNKNOWN;
  return { ...outputs, ...inputs };
}

/** Outputs that stay when inputs change: those that the SDK always gives. */
function kept(shape: TypeShape, outputs: Properties): Properties {
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => key in shape.outputs));
}

/** An update keeps what was computed and is still not set; what follows from the inputs is made anew. */
function computedBefore(shape: TypeShape, spec: TypeSpec, stored: Stored, after: Properties): Properties {
  const named = spec.named?.property;
  return Object.fromEntries(
    Object.entries(stored.outputs).filter(([key, value]) => key in shape.outputs && isKnown(value) && (key === named || (`${key}?` in shape.inputs && after[key] === undefined))),
  );
}
