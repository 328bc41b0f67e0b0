import { findLocation, locations } from "../../policies/facts/geography";
import { closest } from "../closest";
import type { LocationKind } from "../../policies/facts/geography";
import type { Rule } from "../model";
import { matches, passes } from "../rule";

/** Where the facts about the OVHcloud provider come from. */
export const TERRAFORM = "github.com/ovh/terraform-provider-ovh, ovh/";

/** A code that OVHcloud has, in its own spelling. */
export function ovhPlace(path: string, kinds: readonly LocationKind[] = ["region"], source = "OVHcloud API /cloud/project/{serviceName}/region: unknown regions are not found"): Rule {
  return passes(
    path,
    (value) => {
      const found = findLocation("ovh", value);
      if (found !== undefined && found.code === value && kinds.includes(found.kind)) return undefined;
      const codes = locations("ovh").filter((location) => kinds.includes(location.kind)).map((location) => location.code);
      const near = closest(value, codes);
      return `region "${value}" not found${near === undefined ? `; there are ${codes.join(", ")}` : `; did you mean "${near}"?`}`;
    },
    source,
  );
}

/** A Public Cloud project's id. */
export const PROJECT: Rule = matches("serviceName", /^[0-9a-f]{32}$/, "the id of a Public Cloud project: 32 hexadecimal digits", "OVHcloud guide: create your first project, project id");

/** A UUID from hexadecimal digits. */
export function uuid(hex: (length: number, salt?: string) => string, salt = "id"): string {
  const digits = hex(32, salt);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}
