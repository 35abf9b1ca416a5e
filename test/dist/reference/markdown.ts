import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A table with a header, and `|` within cells made safe. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [header, header.map(() => '---'), ...rows].map(line).join('\n');
}

/** The page as committed; with KILN_TABLE=1 it is written first. */
export function committed(file: string, page: string): string {
  if (process.env.KILN_TABLE === '1') writeFileSync(file, page);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Each different entry once, in order of first appearance. */
export function unique<T>(entries: readonly T[]): T[] {
  return [...new Set(entries)];
}
