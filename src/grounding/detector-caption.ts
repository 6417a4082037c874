// What is asked for, in the form that Grounding DINO was trained on.

/** Lower case, with a full stop: "Golden Apple " -> "golden apple." */
export function toCaption(prompt: string): string {
  const text = prompt.trim().toLowerCase();
  return text.endsWith('.') ? text : `${text}.`;
}

/**
 * The token ids of a caption. One that has too many loses words at its end, and keeps the full stop: Grounding DINO takes
 * what stands between full stops for a phrase.
 *
 * @param most tokens that the model has room for
 */
export function captionTokens(
  prompt: string,
  tokenize: (text: string) => number[],
  most: number,
): number[] {
  const words = prompt.trim().split(/\s+/);
  let ids = tokenize(toCaption(words.join(' ')));
  while (ids.length > most && words.length > 1) {
    words.pop();
    ids = tokenize(toCaption(words.join(' ')));
  }
  return ids.slice(0, most);
}
