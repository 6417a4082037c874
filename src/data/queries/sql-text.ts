// A text as an SQL literal.

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column or table name, quoted. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list of literals: `['a', 'b']`. */
export function sqlTextList(texts: readonly string[]): string {
  return `[${texts.map(sqlText).join(', ')}]`;
}
