// A record's words, quoted for a shell.
import { shellQuote } from '../util/shell-quote.ts';

/** A record's words as a line for a POSIX shell: what needs quotes gets them. */
export function commandLine(argv: readonly string[]): string {
  return ['sid', ...argv].map(shellQuote).join(' ');
}
