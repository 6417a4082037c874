// Numbers with their nouns.

/** "3 seeds", "1 seed", "2 days", "2 strategies", "1,200 records" */
export function plural(n: number, noun: string): string {
  const nouns = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${n.toLocaleString('en-US')} ${n === 1 ? noun : nouns}`;
}
