// Numbers with their nouns.

/** "3 seeds", "1 seed", "2 days", "2 strategies", "1,200 records", "2 prefixes" */
export function plural(n: number, noun: string): string {
  const ending = /x$/.test(noun) ? 'es' : 's';
  const nouns = /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : noun + ending;
  return `${n.toLocaleString('en-US')} ${n === 1 ? noun : nouns}`;
}
