/** Columns of text for people. Pure. */

/** Each column as wide as its widest cell and two spaces; the last one is not padded. */
export function renderTable(rows: ReadonlyArray<readonly string[]>): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column + 1 < row.length ? cell.padEnd(widths[column] ?? 0) : cell)).join('  ');
  return rows.map((row) => `${line(row)}\n`).join('');
}
