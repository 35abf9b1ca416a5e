import { readFileSync } from 'node:fs';

/** The version in package.json, which lies at the same distance from the source and from the built file. */
export function kilnVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
