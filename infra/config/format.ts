import type { ConfigProblem } from "./model";

/** Problems for a person to read: the key with its value, what is wrong, what is allowed, the fix. */
export function formatProblems(stack: string, problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.flatMap((problem) => [
    `  ${problem.key}${problem.value === undefined ? "" : ` = ${JSON.stringify(problem.value)}`} ${problem.problem}`,
    `    allowed: ${problem.allowed}`,
    `    fix: ${problem.fix}`,
  ]);
  return [`the configuration of stack ${stack} has ${count}:`, ...lines].join("\n");
}
