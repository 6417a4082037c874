import { expect, test } from 'vitest';
import { expandSweep } from '../../../src/experiments/compare/sweep.ts';

const SWEEPABLE = ['ranker', 'rqvae', 'simulate'];

test('the cross product, the last field going round fastest', () => {
  const raw = { ranker: { days: '1-4' }, rqvae: { levels: 3 } };
  const points = expandSweep(
    { ...raw, sweep: { 'ranker.history': ['bypass', 'pma'], 'rqvae.codebookSize': [64, 256] } },
    SWEEPABLE,
  );
  expect(points.map(({ label }) => label)).toEqual([
    'history bypass, codebookSize 64',
    'history bypass, codebookSize 256',
    'history pma, codebookSize 64',
    'history pma, codebookSize 256',
  ]);
  expect(points[2]).toEqual({
    label: 'history pma, codebookSize 64',
    point: { 'ranker.history': 'pma', 'rqvae.codebookSize': 64 },
    raw: { ranker: { days: '1-4', history: 'pma' }, rqvae: { levels: 3, codebookSize: 64 } },
  });
  expect(raw.ranker).toEqual({ days: '1-4' });
});

test('values may have labels, and be lists', () => {
  const points = expandSweep(
    {
      sweep: {
        'ranker.days': [{ label: 'last 4 days', value: '17-20' }, '1-20'],
        'ranker.topHidden': [[8, 4]],
      },
    },
    SWEEPABLE,
  );
  expect(points.map(({ label }) => label)).toEqual([
    'last 4 days, topHidden [8,4]',
    'days 1-20, topHidden [8,4]',
  ]);
  expect(points[0].raw).toEqual({ ranker: { days: '17-20', topHidden: [8, 4] } });
});

test('fields whose last words are alike are named by their whole path', () => {
  const points = expandSweep({ sweep: { 'rqvae.seed': [1], 'simulate.seed': [2] } }, SWEEPABLE);
  expect(points.map(({ label }) => label)).toEqual(['rqvae.seed 1, simulate.seed 2']);
});

test('without a sweep there is one point', () => {
  expect(expandSweep({ seeds: [1] }, SWEEPABLE)).toEqual([
    { point: {}, label: '', raw: { seeds: [1] } },
  ]);
});
