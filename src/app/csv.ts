/** A cell of a table; null where there is no value. */
export type Cell = string | number | null;

/** A table as CSV text (RFC 4180, lines end with \n): the names of the columns, then a line for each row. */
export function csvText(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

function field(cell: Cell): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
