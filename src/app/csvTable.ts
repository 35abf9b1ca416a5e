/** A table in CSV (RFC 4180): a line with the names of the columns, then one for each row. */
export function csvTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[columns, ...rows].map((cells) => cells.map(quoted).join(',')).join('\n')}\n`;
}

function quoted(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
