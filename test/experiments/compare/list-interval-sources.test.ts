import { expect, test } from 'vitest';
import { describeSources } from '../../../src/records/interval-sources.ts';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { listIntervalSources } from '../../../src/experiments/compare/list-interval-sources.ts';

const RAW = {
  corpus: 'shop',
  rqvae: { levels: 3 },
  strategies: ['random', 'prefix'],
  seeds: [1, 2],
  ranker: { days: '1-4' },
};

const ownCodes = { corpus: 'shop', sids: new Map([1, 2].map((seed) => [seed, `codes-${seed}`])) };
const sharedCodes = { corpus: 'shop', sids: new Map([1, 2].map((seed) => [seed, 'codes'])) };
const noCodes = { corpus: 'shop', sids: new Map([1, 2].map((seed) => [seed, undefined])) };

const sources = (raw: object, ...inputs: (typeof ownCodes | typeof noCodes)[]) =>
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
  expect(sources({ seeds: [1] }, { corpus: 'shop', sids: new Map([[1, 'codes-1']]) })).toEqual({
    varies: ['users'],
    fixed: ['ranker', 'hash', 'codes', 'corpus', 'processor'],
  });
});
