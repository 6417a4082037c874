// The registry.
import type { EmbedName } from '../item-rows.ts';
import type { Ngram } from '../fold-rows.ts';
import { allBigrams } from './all-bigrams.ts';
import { allNgrams } from './all-ngrams.ts';
import { fourgram } from './fourgram.ts';
import { prefix } from './prefix.ts';
import { sum } from './sum.ts';
import { trigram } from './trigram.ts';

/** The strategies that read codes: which n-grams of L codes are an item's tokens. */
export const TOKEN_SCHEMES: Readonly<
  Record<
    Exclude<EmbedName, 'individual' | 'random'>,
    (levels: number, depth?: number) => readonly Ngram[]
  >
> = {
  trigram,
  fourgram,
  'all-bigrams': allBigrams,
  prefix,
  'all-ngrams': allNgrams,
  sum,
};
