// Sentences in the terminal.
import { Help } from 'commander';

/** As wide as help texts are. */
const WIDTH = 100;

/** A text broken into lines at spaces; tables are drawn, not broken. */
export function paragraph(text: string): string {
  return new Help().boxWrap(text, WIDTH);
}
