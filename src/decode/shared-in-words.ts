// How much of an item's semantic ID its siblings share.

/** "the first 2 codes and no more" @param levels L */
export function sharedInWords(shared: number, levels: number): string {
  if (shared === levels) return 'the same semantic ID';
  return `the first ${shared === 1 ? 'code' : `${shared} codes`} and no more`;
}
