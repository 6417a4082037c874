import { expect, test } from 'vitest';
import { assertKnownSettings, toFlags } from '../../../src/experiments/compare/settings.ts';

test('settings become the words of a command line', () => {
  const settings = {
    keepDays: [4, 20],
    days: { from: 1, to: 4 },
    force: true,
    json: false,
    rows: null,
  };
  expect(toFlags({ ...settings, modelWidth: 32, embed: 'sum' })).toEqual([
    ...['--keep-days', '4,20', '--days', '1-4', '--force', '--model-width', '32', '--embed', 'sum'],
  ]);
  expect(() => toFlags({ rows: { a: 1 } })).toThrow('"rows" cannot be {"a":1}');
});

test('a misspelt setting is answered with the nearest flag, as a key', () => {
  const flags = ['--batch-size', '--learning-rate', '--seed'];
  expect(() => assertKnownSettings({ batchSize: 1, seed: 2 }, flags, 'ranker')).not.toThrow();
  expect(() => assertKnownSettings({ learningrate: 1 }, flags, 'ranker')).toThrow(
    'unknown key "ranker.learningrate"; did you mean "learningRate"?',
  );
});
