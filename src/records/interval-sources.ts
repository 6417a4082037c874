// Which sources of variation a comparison's intervals include, and which are held fixed.
import type { IntervalSource } from '../metrics/estimate.ts';

/**
 * What may differ from one repetition of a trial to the next. `encoders` of items are trained once, here or
 * elsewhere; `users` and `items` are those that models are measured on; `log` is what they are trained on.
 */
export const SOURCES = [
  'ranker',
  'hash',
  'codes',
  'encoders',
  'world',
  'users',
  'items',
  'log',
] as const;
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
  encoders: 'encoders',
  world: 'worlds',
  users: 'the users',
  items: 'the items that models are measured on',
  log: 'the logs that they are trained on',
};

const FIXED: Readonly<Record<Source, string>> = {
  ranker: 'the ranker',
  hash: 'the hash function',
  codes: 'the codes',
  encoders: 'the encoders of the items',
  world: 'the world',
  users: 'the users',
  items: 'the items',
  log: 'the log that models are trained on',
};

/** Those of which there is one. */
const ONE: ReadonlySet<Source> = new Set(['ranker', 'hash', 'world', 'log']);

/** What the intervals of a table count, in words; each kind once. */
export function describeIntervals(
  kinds: readonly { readonly sources: readonly IntervalSource[] }[],
): string {
  const texts = kinds.map(({ sources }) => {
    if (sources.includes('worlds')) return 'over seeds, each with a world of its own';
    if (!sources.includes('users')) return 'over seeds alone';
    return sources.includes('seeds')
      ? 'over seeds, users and items'
      : 'over users and items; there is one seed, and another could differ by more';
  });
  return `95 % intervals: ${[...new Set(texts)].join(', ')}`;
}

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "rankers and codes (a quantizer each) vary; the log that models are trained on does not" */
export function describeSources({ varies, fixed }: IntervalSources): string {
  const changing = LIST.format(varies.map((source) => VARIES[source]));
  if (fixed.length === 0) return `${changing} vary`;
  const same = LIST.format(fixed.map((source) => FIXED[source]));
  const isOne = fixed.length === 1 && ONE.has(fixed[0]);
  return `${changing} vary; ${same} ${isOne ? 'does' : 'do'} not`;
}
