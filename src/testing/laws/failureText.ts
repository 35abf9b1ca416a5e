import { asCode } from './asCode.js';
import type { Law, LawResult } from './law.js';

/**
 * What a failed law says to the one who mends it: the law, what was expected and what came, the simplest parameters that show it,
 * the key, and the line that runs it again.
 */
export function failureText(name: string, law: Law, { reason, parameters, key }: LawResult): string {
  const code = asCode(parameters);
  return [
    `${name} breaks the law ${law.name}: ${law.statement}`,
    `  ${reason}`,
    `  at the simplest parameters found: ${code}`,
    `  with key ${key}. Run it again:`,
    `  checkLaw(laws.${law.name}, { name: ${JSON.stringify(name)}, factory, parameters: ${code}, key: ${key} })`,
  ].join('\n');
}
