// Items by the codes they share.
import type { Codes, Ngram } from './fold-rows.ts';

/** The different values that an n-gram takes, numbered from 0 in the order in which items have them. */
export interface NumberedNgram {
  readonly group_N: Int32Array;
  readonly numGroups: number;
}

/**
 * Items with the same codes at an n-gram's levels have the same number: exact for any K^n, since a code is
 * joined to the number of those before it and not to their mixed-radix number.
 */
export function numberNgram(codes: Codes, { start, length }: Ngram): NumberedNgram {
  const { codes_NL, levels, codebookSize } = codes;
  const group_N = new Int32Array(codes_NL.length / levels);
  let numGroups = Math.min(1, group_N.length);
  for (let level = start; level < start + length; level++) {
    const numberOf = new Map<number, number>();
    for (let item = 0; item < group_N.length; item++) {
      const key = group_N[item] * codebookSize + codes_NL[item * levels + level];
      let number = numberOf.get(key);
      if (number === undefined) {
        number = numberOf.size;
        numberOf.set(key, number);
      }
      group_N[item] = number;
    }
    numGroups = numberOf.size;
  }
  return { group_N, numGroups };
}

/** Items by their first code, by their first two, ... by all: depth n is at n - 1. */
export function numberPrefixes(codes: Codes): NumberedNgram[] {
  return Array.from({ length: codes.levels }, (_, i) =>
    numberNgram(codes, { start: 0, length: i + 1 }),
  );
}
