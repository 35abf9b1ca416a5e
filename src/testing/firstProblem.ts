/** The first of some problems that is one; nothing after it is looked at. */
export function firstProblem(problems: Iterable<string | undefined>): string | undefined {
  for (const problem of problems) if (problem !== undefined) return problem;
  return undefined;
}
