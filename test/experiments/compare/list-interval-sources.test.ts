import { expect, test } from 'vitest';
import { describeSources } from '../../../src/records/interval-sources.ts';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { listIntervalSources } from '../../../src/experiments/compare/list-interval-sources.ts';
import type { PreparedInputs } from '../../../src/experiments/compare/plan-trials.ts';

const RAW = {
  corpus: 'shop',
  rqvae: { levels: 3 },
  strategies: ['random', 'prefix'],
  seeds: [1, 2],
  ranker: { days: '1-4' },
};

const bySeed = <T>(of: (seed: number) => T) => new Map([1, 2].map((seed) => [seed, of(seed)]));
const shop = { corpora: bySeed(() => 'shop'), ownSids: new Map() };
const ownCodes = { ...shop, sids: bySeed((seed) => `codes-${seed}`) };
const sharedCodes = { ...shop, sids: bySeed(() => 'codes') };
const noCodes = { ...shop, sids: bySeed(() => undefined) };

const sources = (raw: object, ...inputs: PreparedInputs[]) =>
  listIntervalSources(parseCompareConfig({ ...RAW, ...raw }).points, inputs);

test('each seed has its codes', () => {
  const found = sources({}, ownCodes);
  expect(found).toEqual({
    varies: ['ranker', 'hash', 'codes'],
    fixed: ['corpus', 'users', 'processor'],
  });
  expect(describeSources(found)).toBe(
    'rankers, hash functions and codes (a quantizer each) vary; ' +
      'the corpus, its users and the processor, on which the bits of the codes depend, do not',
  );
});

test('codes that all seeds share do not vary, at one point of a sweep or at all', () => {
  const shared = { varies: ['ranker', 'hash'], fixed: ['codes', 'corpus', 'users', 'processor'] };
  expect(sources({}, sharedCodes)).toEqual(shared);
  expect(sources({}, ownCodes, sharedCodes)).toEqual(shared);
  const file = { rqvae: null, sids: 'codes', strategies: ['prefix', 'trigram'] };
  expect(sources(file, sharedCodes)).toEqual({
    varies: ['ranker'],
    fixed: ['codes', 'corpus', 'users'],
  });
});

test('no codes, no word of them; with one seed intervals are over users', () => {
  const plain = { rqvae: null, strategies: ['random', 'individual'] };
  expect(sources(plain, noCodes)).toEqual({
    varies: ['ranker', 'hash'],
    fixed: ['corpus', 'users'],
  });
  expect(sources({ seeds: [1] }, { ...shop, sids: new Map([[1, 'codes-1']]) })).toEqual({
    varies: ['users'],
    fixed: ['ranker', 'hash', 'codes', 'corpus', 'processor'],
  });
});

test('a world for each seed: corpora and users vary with the seeds', () => {
  const worlds = { ...ownCodes, corpora: bySeed((seed) => `world-${seed}`) };
  expect(sources({}, worlds)).toEqual({
    varies: ['ranker', 'hash', 'codes', 'corpus', 'users'],
    fixed: ['processor'],
  });
  expect(sources({}, worlds, ownCodes).fixed).toEqual(['corpus', 'users', 'processor']);
});

test('a line whose quantizer is one for all seeds keeps the codes from varying', () => {
  const own = { ...ownCodes, ownSids: new Map([['prefix', bySeed(() => 'codes')]]) };
  expect(sources({}, own).varies).toEqual(['ranker', 'hash']);
});
