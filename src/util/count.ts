// "1 trial", "2 trials".

/** "1 trial", "2 trials" */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
