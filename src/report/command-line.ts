/** A record's words as a line for a POSIX shell: what needs quotes gets them. */
export function commandLine(argv: readonly string[]): string {
  return ['sid', ...argv].map(quote).join(' ');
}

function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
