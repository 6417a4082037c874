// Words as a POSIX shell reads them back.

/** A word as a POSIX shell reads it back. */
export function shellQuote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The words of a command of sid as a line for a POSIX shell: what needs quotes gets them. */
export function commandLine(argv: readonly string[]): string {
  return ['sid', ...argv].map(shellQuote).join(' ');
}
