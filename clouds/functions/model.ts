import type { Properties } from "../value";

/** What a function knows besides its arguments. */
export interface FunctionContext {
  readonly region: string | undefined;
  readonly account: string;
}

/** Functions by token. */
export type FunctionTable = Readonly<Record<string, (args: Properties, context: FunctionContext) => Properties>>;
