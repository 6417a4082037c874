// Numbers with their nouns.

/** "3 seeds", "1 seed", "2 strategies", "1,200 records" */
export function plural(n: number, noun: string): string {
  const nouns = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${n.toLocaleString('en-US')} ${n === 1 ? noun : nouns}`;
}
