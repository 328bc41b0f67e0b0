/** URNs and provider references, as the engine makes and reads them (pulumi/sdk/go/common/resource/urn). */

/** Type of the resource at the root of every stack; it does not show in the URNs of its children. */
export const ROOT_TYPE = "pulumi:pulumi:Stack";

/** The chain of types in a URN: `parent$child`. */
export function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The URN of a resource: its type follows the types of its parents, the stack excepted. */
export function urnOf(stack: string, project: string, parent: string | undefined, type: string, name: string): string {
  const parents = parent === undefined ? "" : qualifiedType(parent);
  const chain = parents === "" || parents === ROOT_TYPE ? type : `${parents}$${type}`;
  return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
}

/** The URN in a provider reference, which is the URN and the provider's id (`urn::id`). */
export function urnOfReference(reference: string): string {
  const end = reference.lastIndexOf("::");
  return end < 0 ? reference : reference.slice(0, end);
}

/** The package of a type or function token: `aws` in `aws:s3/bucket:Bucket`. */
export function packageOf(token: string): string {
  return token.split(":")[0] ?? token;
}

/**
 * The engine's name for the provider that it makes for resources which name none: the version and the plugin's address
 * are part of it, with what a name may not hold replaced (pulumi/pkg/resource/deploy/providers, `DefaultName`).
 */
export function defaultProviderName(version: string, pluginUrl: string): string {
  const ofVersion = version === "" ? "" : `_${version.replace(/[.+-]/g, "_")}`;
  const url = pluginUrl.replace(/\/$/, "");
  const ofUrl = url === "" ? "" : `_${url.split("/").filter((part) => part !== "").map((part) => part.replace(/[^A-Za-z0-9_.-]/g, "_")).join("/")}`;
  return `default${ofVersion}${ofUrl}`;
}
