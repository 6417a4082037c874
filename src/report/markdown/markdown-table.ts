// A table as Markdown.

/** @param rows as wide as the titles; a bar within a cell is escaped */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const toLine = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [toLine(titles), toLine(titles.map(() => '---')), ...rows.map(toLine)].join('\n');
}
