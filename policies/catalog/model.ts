import type { CopyKind, Holds } from "../analysis/model";

/** One resource type: a line of `data/<package>/<service>.json`. */
export interface CatalogRow {
  /** The Pulumi type token, for example `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly holds: Holds;
  /** Finer than `holds`, for reports: `database`, `object-storage`, `dns`, … */
  readonly family?: string;
  /** In a few words. */
  readonly what: string;
  /**
   * What places it: `region-input` (its `region`, else the provider's), `zone-input:<path>` (that zone if set, else as `region-input`
   * or the type's own region input), `input:<path>`, `output:<path>` (known after creation only), `of:<input>` (where the resource
   * that this input names is), `global` (a service of the whole provider), `state` (the Pulumi state), `provider`.
   */
  readonly place: string;
  /** Names in `data/mechanisms.json`, best first. */
  readonly mechanisms: readonly string[];
  /** Input that names the original, for a type that is itself a copy. */
  readonly original?: string;
  /** Why nothing copies it; only where `mechanisms` is empty and it holds something. */
  readonly none?: string;
  /** File of the SDK that declares it, or where else it is described. */
  readonly source: string;
}

/** How something survives. */
export interface Mechanism {
  readonly name: string;
  readonly title: string;
  /** `inherited`: what its parent or its original has. */
  readonly kind: CopyKind | "inherited";
  /** `site`: may be on another campus. `region`: never leaves the region, so no copy in the sense of off-site. */
  readonly reach: "site" | "region";
  /** False: no graph shows it, so that it counts only by a stated assumption. */
  readonly visible: boolean;
  /** What it is enough for. */
  readonly suits: readonly Holds[];
  /** Properties of the resource, and companion types with theirs, that show it. */
  readonly shows: readonly string[];
  /** Rows of the timings table. */
  readonly timings: readonly string[];
  readonly source: string;
}

/** An SDK whose types the catalog lists. */
export interface SdkPackage {
  /** First part of the type token. */
  readonly package: string;
  /** Name at the package registry. */
  readonly sdk: string;
  readonly version: string;
}
