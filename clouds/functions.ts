import { AWS_FUNCTIONS } from "./functions/aws";
import type { FunctionContext, FunctionTable } from "./functions/model";
import { OVH_FUNCTIONS } from "./functions/ovh";
import { closest } from "./closest";
import type { Properties } from "./value";

const FUNCTIONS: FunctionTable = { ...AWS_FUNCTIONS, ...OVH_FUNCTIONS };

/** Account that the simulated AWS says it is if the provider does not name one; the one of AWS's own examples. */
export const DEFAULT_ACCOUNT = "111122223333";

/**
 * Result of a data source, the same every time. The simulated providers and the in-process plan both call it, so both see one cloud.
 * @param token for example `aws:ec2/getAmi:getAmi`
 * @param args the arguments as the SDK sends them; unset ones absent
 * @param context what the provider's configuration says; region and account fall back to the arguments' and {@link DEFAULT_ACCOUNT}
 * @throws for a token that is not known, or when the real function would find nothing
 */
export function callFunction(token: string, args: Properties, context: Partial<FunctionContext> = {}): Properties {
  const run = FUNCTIONS[token];
  if (run === undefined) {
    const near = closest(token, Object.keys(FUNCTIONS));
    throw new Error(`the simulated clouds have no function "${token}"${near === undefined ? "" : `; did you mean "${near}"?`}. Functions are in clouds/functions`);
  }
  const region = typeof args.region === "string" ? args.region : context.region;
  return run(args, { region, account: context.account ?? DEFAULT_ACCOUNT });
}
