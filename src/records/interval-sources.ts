// Which sources of variation a comparison's intervals include, and which are held fixed.

/** What may differ from one repetition of a trial to the next. */
export const SOURCES = ['ranker', 'hash', 'codes', 'corpus', 'users', 'processor'] as const;
export type Source = (typeof SOURCES)[number];

/** Every source that a comparison has is in one of the two lists. */
export interface IntervalSources {
  readonly varies: readonly Source[];
  readonly fixed: readonly Source[];
}

const VARIES: Readonly<Record<Source, string>> = {
  ranker: 'rankers',
  hash: 'hash functions',
  codes: 'codes (a quantizer each)',
  users: 'users',
  corpus: 'corpora',
  processor: 'processors',
};

const FIXED: Readonly<Record<Source, string>> = {
  ranker: 'the ranker',
  hash: 'the hash function',
  codes: 'the codes',
  users: 'its users',
  corpus: 'the corpus',
  processor: 'the processor, on which the bits of the codes depend,',
};

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "rankers and codes (a quantizer each) vary; the corpus and its users do not" */
export function describeSources({ varies, fixed }: IntervalSources): string {
  const changing = LIST.format(varies.map((source) => VARIES[source]));
  const same = LIST.format(fixed.map((source) => FIXED[source]));
  return `${changing} vary; ${same} do not`;
}
