import { expect, test } from 'vitest';
import { lookOf } from '../../../src/report/charts/chart-theme.ts';
import { createLegend } from '../../../src/report/charts/legend.ts';
import { shortNames } from '../../../src/report/charts/short-names.ts';

test('long names lose their middle and stay different', () => {
  const sweep = ['prefix, history transformer', 'prefix, history pma', 'prefix'];
  expect(shortNames(sweep, 20)).toEqual(['prefix, hi…ansformer', 'prefix, history pma', 'prefix']);
  const alike = ['aaaaaaaa 1 bbbbbbbb', 'aaaaaaaa 2 bbbbbbbb'];
  expect(shortNames(alike, 12)).toEqual(['aaaaaa…bbbbb', 'aaaa…bbb (2)']);
});

test('28 places look different', () => {
  const looks = Array.from({ length: 28 }, (_, i) => JSON.stringify(lookOf(i)));
  expect(new Set(looks).size).toBe(28);
});

test('names stand in as many columns as have room', () => {
  expect(createLegend(['a', 'b'], [0, 1]).columns).toBe(4);
  expect(createLegend(['prefix', 'all-bigrams, pma'], [0, 1]).columns).toBe(2);
  expect(createLegend(['x'.repeat(80), 'b'], [0, 1])).toMatchObject({ columns: 1, height: 36 });
});

test('a name keeps the look of its place among all', () => {
  const { colors } = createLegend(['c', 'e'], [2, 4]);
  expect(colors.range).toEqual(['var(--series-3)', 'var(--series-5)']);
});
