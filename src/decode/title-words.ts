// The words of all titles, and which of them tell a group from the rest.
import { logOddsScore } from '../metrics/log-odds.ts';

/** Words of some items that are much more frequent among them than among all. */
export type TellingWords = (items: readonly number[]) => string[];

const MOST_WORDS = 4;

/** In standard errors: 1 of 200 words would pass by chance. */
const LEAST_SCORE = 2.6;

/** A word of few of a group's titles does not say what they share. */
const LEAST_SHARE = 0.1;

/** Letters and digits of any script; numbers alone and single letters tell nothing. */
function wordsOf(title: string): Set<string> {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length > 1 && /\p{L}/u.test(word)));
}

/** Counts words once; a group's own take as long as it has titles. */
export function countTitleWords(title_N: readonly (string | null)[]): TellingWords {
  const numberOf = new Map<string, number>();
  // Words of all titles in one list: a list for each title would take several times as much.
  const numbers: number[] = [];
  const start_N = Int32Array.from(title_N, (title) => {
    const start = numbers.length;
    for (const word of wordsOf(title ?? '')) {
      const number = numberOf.get(word) ?? numberOf.size;
      numberOf.set(word, number);
      numbers.push(number);
    }
    return start;
  });
  const words = [...numberOf.keys()];
  const countIn = (items: Iterable<number>): { titles: number; counts: Map<number, number> } => {
    const counts = new Map<number, number>();
    let titles = 0;
    for (const item of items) {
      if (title_N[item] === null) continue;
      titles++;
      const end = item + 1 < start_N.length ? start_N[item + 1] : numbers.length;
      for (let i = start_N[item]; i < end; i++) {
        counts.set(numbers[i], (counts.get(numbers[i]) ?? 0) + 1);
      }
    }
    return { titles, counts };
  };
  const all = countIn(title_N.keys());
  return (items) => {
    const { titles, counts } = countIn(items);
    return [...counts]
      .filter(([, has]) => has >= Math.max(2, LEAST_SHARE * titles))
      .map(([word, has]) => ({
        word,
        score: logOddsScore(
          { has, of: titles },
          { has: all.counts.get(word) ?? 0, of: all.titles },
        ),
      }))
      .filter(({ score }) => score > LEAST_SCORE)
      .sort((a, b) => b.score - a.score || a.word - b.word)
      .slice(0, MOST_WORDS)
      .map(({ word }) => words[word]);
  };
}
