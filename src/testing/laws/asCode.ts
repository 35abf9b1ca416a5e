import type { ParameterValues } from './law.js';

/** Parameters as TypeScript that makes them again: `{ loc: [0, 1.5], scale: [[1]] }`. */
export function asCode(parameters: ParameterValues): string {
  const entries = Object.entries(parameters).map(([name, values]) => `${nameText(name)}: ${valueText(values)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Unlike JSON, which has no NaN, no infinities and no -0. */
function valueText(value: unknown): string {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) {
    return `[${Array.from(value as Iterable<unknown>, valueText).join(', ')}]`;
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

function nameText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
