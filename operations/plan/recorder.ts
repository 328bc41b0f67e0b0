import type { ReadResourceRequest, RegisterResourceRequest, ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { ReadResourceResponse, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { GraphNode } from "../../policies/graph/model";
import { defaultProviderName, packageOf, urnOf, urnOfReference } from "./urn";
import { hideSecrets, propertiesOf } from "./wire";

/** A reply to the SDK: an error or a response. */
export type Reply = (error: (Error & { details?: string }) | null, response?: unknown) => void;

/** What the recorder needs to know of the stack. */
export interface RecorderOptions {
  readonly project: string;
  readonly stack: string;
  /** Configuration of a package's default provider, without the namespace: `aws` → `{ region: "eu-central-1" }`. */
  readonly packageConfig: (name: string) => Readonly<Record<string, string>>;
}

/** Options that children take over from their parent, as the engine does (`inheritFromParent`). */
interface Inherited {
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly provider: string;
}

/** What resources, reads and function calls say of the provider plugin they want. */
interface PluginRequest {
  getProvider(): string;
  getVersion(): string;
  getPlugindownloadurl(): string;
}

/**
 * Takes the SDK's requests in the engine's place and keeps each as a node of the graph. What is recorded is exactly what
 * the engine would be sent; what the engine adds (URNs, inherited options, default providers) is added the same way.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #nodes = new Map<string, GraphNode>();
  /** Inputs with the secrets hidden, of the resources that have any. */
  readonly #hidden = new Map<string, GraphNode["inputs"]>();
  readonly #inherited = new Map<string, Inherited>();
  /** For components: providers by package, for children that name none. */
  readonly #providers = new Map<string, ReadonlyMap<string, string>>();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Everything recorded so far. */
  nodes(): readonly GraphNode[] {
    return [...this.#nodes.values()];
  }

  /** The same, with secret texts hidden and other secrets unknown. */
  shareableNodes(): readonly GraphNode[] {
    return this.nodes().map((node) => ({ ...node, inputs: this.#hidden.get(node.urn) ?? node.inputs }));
  }

  /** A resource, component or provider that the program declares. The reply is a preview's: inputs as outputs, no id. */
  register(request: RegisterResourceRequest, reply: Reply): void {
    const [type, name, parent] = [request.getType(), request.getName(), optional(request.getParent())];
    const urn = this.#urn(parent, type, name);
    if (this.#nodes.has(urn)) return reply(duplicate(type, name, urn));
    const own = this.#inherit(request, parent);
    const custom = request.getCustom();
    this.#providers.set(urn, new Map(request.getProvidersMap().entries()));
    this.#inherited.set(urn, own);
    const isProvider = type.startsWith("pulumi:providers:");
    const inputs = this.#inputs(urn, request.getObject()?.toJavaScript() ?? {});
    this.#nodes.set(urn, {
      urn,
      type,
      name,
      custom,
      external: false,
      inputs: isProvider && request.getVersion() !== "" ? { ...inputs, version: request.getVersion() } : inputs,
      outputs: {},
      id: optional(request.getImportid()),
      provider: custom && !isProvider ? this.#provider(type, own.provider, request, parent) : undefined,
      parent,
      dependencies: [...request.getDependenciesList()].sort(),
      propertyDependencies: dependenciesOf(request),
      options: { protect: own.protect ?? false, retainOnDelete: own.retainOnDelete ?? false, ignoreChanges: request.getIgnorechangesList() },
    });
    const response = new RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(request.getImportid());
    response.setObject(request.getObject());
    reply(null, response);
  }

  /** A resource that exists elsewhere and is only read (`get`). */
  read(request: ReadResourceRequest, reply: Reply): void {
    const [type, name, parent] = [request.getType(), request.getName(), optional(request.getParent())];
    const urn = this.#urn(parent, type, name);
    if (this.#nodes.has(urn)) return reply(duplicate(type, name, urn));
    this.#nodes.set(urn, {
      urn,
      type,
      name,
      custom: true,
      external: true,
      inputs: this.#inputs(urn, request.getProperties()?.toJavaScript() ?? {}),
      outputs: {},
      id: optional(request.getId()),
      provider: this.#provider(type, request.getProvider(), request, parent),
      parent,
      dependencies: [...request.getDependenciesList()].sort(),
      propertyDependencies: {},
      options: { protect: false, retainOnDelete: false, ignoreChanges: [] },
    });
    const response = new ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(request.getProperties());
    reply(null, response);
  }

  /** A function call makes its package's default provider, even if no resource does. */
  invoked(request: ResourceInvokeRequest): void {
    if (!request.getTok().startsWith("pulumi:")) this.#provider(request.getTok(), request.getProvider(), request, undefined);
  }

  /** Configuration of the provider that a function call goes to: the one named, or its package's default provider. */
  providerInputs(token: string, reference: string): GraphNode["inputs"] {
    if (reference !== "") return this.#nodes.get(urnOfReference(reference))?.inputs ?? {};
    return propertiesOf(this.#options.packageConfig(packageOf(token)));
  }

  #inputs(urn: string, sent: Readonly<Record<string, unknown>>): GraphNode["inputs"] {
    const hidden = hideSecrets(sent);
    if (hidden !== undefined) this.#hidden.set(urn, propertiesOf(hidden));
    return propertiesOf(sent);
  }

  #urn(parent: string | undefined, type: string, name: string): string {
    return urnOf(this.#options.stack, this.#options.project, parent, type, name);
  }

  #inherit(request: RegisterResourceRequest, parent: string | undefined): Inherited {
    const above = parent === undefined ? undefined : this.#inherited.get(parent);
    const provider = request.getProvider();
    const takesOver = provider === "" && above !== undefined && above.provider !== "" && (!request.getCustom() || providerPackage(above.provider) === packageOf(request.getType()));
    return {
      protect: request.hasProtect() ? request.getProtect() : above?.protect,
      retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : above?.retainOnDelete,
      provider: takesOver ? above.provider : provider,
    };
  }

  /** URN of the provider that a resource uses; makes the default provider where none is named. */
  #provider(token: string, named: string, request: PluginRequest, parent: string | undefined): string {
    const ofPackage = packageOf(token);
    const reference = named !== "" ? named : parent === undefined ? undefined : this.#providers.get(parent)?.get(ofPackage);
    if (reference !== undefined && reference !== "") return urnOfReference(reference);
    const version = request.getVersion();
    const type = `pulumi:providers:${ofPackage}`;
    const name = defaultProviderName(version, request.getPlugindownloadurl());
    const urn = this.#urn(undefined, type, name);
    if (!this.#nodes.has(urn)) {
      this.#nodes.set(urn, {
        urn,
        type,
        name,
        custom: true,
        external: false,
        inputs: propertiesOf({ ...this.#options.packageConfig(ofPackage), ...(version === "" ? {} : { version }) }),
        outputs: {},
        id: undefined,
        provider: undefined,
        parent: undefined,
        dependencies: [],
        propertyDependencies: {},
        options: { protect: false, retainOnDelete: false, ignoreChanges: [] },
      });
    }
    return urn;
  }
}

function optional(text: string): string | undefined {
  return text === "" ? undefined : text;
}

/** The package that a provider reference is for. */
function providerPackage(reference: string): string {
  return urnOfReference(reference).split("::")[2]?.split("$").at(-1)?.split(":")[2] ?? "";
}

/** The engine refuses a second resource of one URN; so does the plan. */
function duplicate(type: string, name: string, urn: string): Error {
  return new Error(`two resources of type ${type} are named "${name}" (${urn}); give one of them another name`);
}

/** Only properties into which something flows; the SDK also lists those without. */
function dependenciesOf(request: RegisterResourceRequest): Readonly<Record<string, readonly string[]>> {
  const result: Record<string, readonly string[]> = {};
  for (const [property, dependencies] of request.getPropertydependenciesMap().entries()) {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) result[property] = [...urns].sort();
  }
  return result;
}
