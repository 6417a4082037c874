// A text that fits.

/** A text of so many letters at most: "a long te…". */
export function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
