/** What the SDK hands to a policy, made as the SDK makes it: properties behind the proxy that throws on what is not known. */
import type { PolicyProviderResource, PolicyResource, PolicyResourceOptions, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";

/** The SDK has these at run time and keeps them out of its types. */
const internal = proxy as unknown as { readonly unknownCheckingProxy: <T extends object>(props: T) => T; readonly unknownStringValue: string };

/** Properties as a policy gets them: reading what is not known throws. */
export const unknownCheckingProxy = internal.unknownCheckingProxy;
/** How the SDK marks a value that is not known yet. */
export const UNKNOWN_TEXT = internal.unknownStringValue;

export type Props = Readonly<Record<string, unknown>>;

const OPTIONS: PolicyResourceOptions = {
  protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
};

export const STACK_URN = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod";

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:prod::shop::${type}::${name}`;
}

function notApplicable(): never {
  throw new Error("not applicable");
}

export function provider(name: string, props: Props, type = "pulumi:providers:aws"): PolicyProviderResource {
  return { type, name, urn: urnOf(type, name), props: unknownCheckingProxy({ ...props }) };
}

export const AWS = provider("default", { region: "eu-west-3" });

export interface Registered {
  readonly type: string;
  readonly name: string;
  /** As the program sets them. */
  readonly inputs?: Props;
  /** As the stack call shows them, where that differs: what is computed and unset is unknown there. */
  readonly outputs?: Props;
  readonly provider?: PolicyProviderResource;
  readonly opts?: Partial<PolicyResourceOptions>;
  readonly dependsOn?: Readonly<Record<string, readonly string[]>>;
  readonly config?: Props;
}

/** The arguments of `validateResource`. */
export function resourceArgs({ type, name, inputs = {}, provider: by = AWS, opts = {}, config = {} }: Registered): ResourceValidationArgs {
  const builtIn = type.startsWith("pulumi:") || type.startsWith("my:");
  return {
    type, name, urn: urnOf(type, name), props: unknownCheckingProxy({ ...inputs }), opts: { ...OPTIONS, ...opts }, stackTags: new Map(),
    isType: () => false, asType: () => undefined, getConfig: <T extends object>() => config as T, notApplicable, ...(builtIn ? {} : { provider: by }),
  };
}

/** The arguments of `validateStack`: a fresh copy at each call, as the SDK does it. */
export function stackArgs(registered: readonly Registered[], config: Props = {}): StackValidationArgs {
  const resources = new Map<string, PolicyResource>();
  for (const one of registered) {
    const { type, name, urn, opts, provider: by } = resourceArgs(one);
    const props = unknownCheckingProxy({ ...(one.outputs ?? one.inputs ?? {}) });
    resources.set(urn, { type, name, urn, props, opts, dependencies: [], propertyDependencies: {}, isType: () => false, asType: () => undefined, ...(by === undefined ? {} : { provider: by }) });
  }
  for (const one of registered) {
    const resource = resources.get(urnOf(one.type, one.name));
    if (resource === undefined) continue;
    const found = (urns: readonly string[]) => urns.flatMap((urn) => resources.get(urn) ?? []);
    for (const [key, urns] of Object.entries(one.dependsOn ?? {})) {
      resource.propertyDependencies[key] = found(urns);
      resource.dependencies.push(...found(urns));
    }
    const parent = one.opts?.parent === undefined ? undefined : resources.get(one.opts.parent);
    if (parent !== undefined) resource.parent = parent;
  }
  return { resources: [...resources.values()], stackTags: new Map(), getConfig: <T extends object>() => config as T, notApplicable };
}
