import { expect, test } from 'vitest';
import { edgesOf, tuningTable } from '../../src/records/tuned-settings.ts';
import type { Tuned } from '../../src/records/tuned-settings.ts';

const tuned = (chosen: Tuned['chosen'], edge: string[], ...others: number[]): Tuned => ({
  ...{ days: 5, seeds: [1], chosen, ne: 0.91, edge },
  candidates: [0.91, ...others].map((ne) => ({ settings: chosen, ne, by_seed: { 1: ne } })),
});

const LINES = [
  { strategy: 'fixed', tuned: null },
  {
    strategy: 'random',
    tuned: tuned({ learningRate: 0.02, tableLearningRate: 0.6 }, ['tableLearningRate'], 0.93, 0.92),
  },
  { strategy: 'wide', tuned: tuned({ modelWidth: 64 }, [], 0.95, NaN) },
];

test('a row for each line that was tuned, with what came next and what lies on an edge', () => {
  const table = tuningTable(LINES);
  expect(table?.titles).toEqual([
    ...['tuned', 'learningRate', 'tableLearningRate', 'modelWidth', 'NE', 'next best'],
  ]);
  expect(table?.rows).toEqual([
    ['random', '0.02', '0.6 *', '-', '0.9100', '0.9200'],
    ['wide', '-', '-', '64', '0.9100', '0.9500'],
  ]);
  expect(table?.note).toContain('the last 5 days of training (1 seed) among 3 combinations.');
  expect(edgesOf(LINES)).toEqual(['tableLearningRate 0.6 of "random"']);
  expect(tuningTable(LINES.slice(0, 1))).toBeUndefined();
});
