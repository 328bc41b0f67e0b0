import type { Properties, Value } from "./value";

/** A resource as the simulated cloud keeps it. */
export interface Stored {
  readonly provider: string;
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  /** AWS account or OVHcloud project that owns it. */
  readonly account: string;
  /** Where calls about it go; `undefined` for what the provider runs in no region of the customer's choice. */
  readonly region: string | undefined;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Read-only view of everything that exists in the simulated clouds. */
export interface World {
  /** All resources of a type, in no order. */
  all(type: string): readonly Stored[];
}

/** What a specification may use to make ids and outputs of a resource. */
export interface Making {
  readonly inputs: Properties;
  /** The name set in the inputs, else one made from the resource's logical name. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly world: World;
  /** ISO 8601, the moment of creation. */
  readonly createdAt: string;
  /** The id, once it is decided; empty while `id` itself is being made. */
  readonly id: string;
  /** Lower-case hexadecimal digits that depend only on the resource's URN, the salt, and how often the URN was created. */
  hex(length: number, salt?: string): string;
  /** A private or public IPv4 address from the URN. */
  address(kind: "private" | "public", salt?: string): string;
}

/** One thing that the real provider or API refuses. */
export interface Rule {
  /** The property that the failure is reported on. */
  readonly property: string;
  /** Path of the values that it looks at one by one; unset for a rule over several inputs. */
  readonly path?: string;
  /** Where this is documented or coded. */
  readonly source: string;
  /**
   * `inputs`: seen before anything is called, at preview too. `cloud`: only the API can tell, so on create and update.
   */
  readonly when: "inputs" | "cloud";
  /** What is wrong, or `undefined`. Never called with a rule's property unknown; other inputs may be. */
  readonly test: (inputs: Properties, context: RuleContext) => string | undefined;
}

/** What a rule that needs the cloud may look at. */
export interface RuleContext {
  readonly world: World;
  /** Id of the resource that is updated; `undefined` on create. */
  readonly self: string | undefined;
  readonly region: string | undefined;
  readonly account: string;
}

/** An input that names another resource, which must exist. */
export interface Reference {
  /** Path of the input, for example `rules[].destination.bucket`. */
  readonly path: string;
  /** Types that it may name. */
  readonly to: readonly string[];
  /** Output of the target that the input holds, or several of which it holds one; `id` unless stated. */
  readonly by?: string | readonly string[];
  /** Region that the target must be in: the resource's own unless stated. */
  readonly anyRegion?: boolean;
  /** True for values that name something outside the program's reach, such as a policy managed by AWS. */
  readonly outside?: (value: string) => boolean;
  /** The API's words when the target does not exist. */
  readonly missing: (value: string) => string;
  /** The API's words when the target is deleted while this resource still names it; unset where the API allows it. */
  readonly inUse?: (target: Stored) => string;
  readonly source: string;
}

/** All that the simulated cloud knows of a resource type. */
export interface TypeSpec {
  readonly type: string;
  /** First label of the endpoint, for example `s3`. */
  readonly service: string;
  /** True where the service has one control plane for all regions. */
  readonly global?: boolean;
  /** Regions that calls about it go to, where neither `region` nor the provider's setting tells. */
  readonly regions?: (inputs: Properties, world: World) => readonly string[];
  /** The input that names it: made from the logical name if unset. */
  readonly named?: { readonly property: string; readonly max: number; readonly lower?: boolean };
  /** Top-level inputs that cannot change in place. */
  readonly replaces: readonly string[];
  readonly rules?: readonly Rule[];
  readonly references?: readonly Reference[];
  /** Why it cannot be deleted now, in the API's words, or `undefined`. */
  readonly keeps?: (stored: Stored, world: World) => string | undefined;
  /** The id. One that comes from the name alone collides, and the API refuses; others are made anew. */
  readonly id: (making: Making) => string;
  /** Outputs that follow from the inputs; every other output of the SDK's is filled with an empty value of its kind. */
  readonly outputs?: (making: Making) => Record<string, Value | undefined>;
  /** What computed inputs become when they are not set. */
  readonly defaults?: Properties;
  /** Words of the refusal when it exists already. */
  readonly exists?: (id: string) => string;
  /** Where the replacements, names and ids above come from. */
  readonly source: string;
}

/** A failed check of one property. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** A provider's settings after configuration. */
export interface Settings {
  readonly provider: string;
  readonly region: string | undefined;
  readonly account: string;
}

/** Everything about one provider. */
export interface CloudSpec {
  readonly provider: string;
  /** npm package whose version the plugin reports. */
  readonly sdk: string;
  /** True for a provider that calls no cloud: what it makes lives in the engine's state alone. */
  readonly stateless?: boolean;
  readonly types: readonly TypeSpec[];
  /** Failures of a configuration; known values only. */
  readonly checkSettings: (config: Properties) => readonly Failure[];
  readonly settings: (config: Properties) => Settings;
  /** Host that a call is sent to, for the words of a failure. */
  readonly host: (service: string, region: string | undefined) => string;
  /** Region that holds the control plane of the provider's global services. */
  readonly globalRegion?: string;
}
