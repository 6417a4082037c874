import { expect, test } from 'vitest';
import { completeRqVaeConfig } from '../../../src/quantizer/model/complete-rq-vae-config.ts';
import { codebookSizesOf, RQ_VAE_SETTINGS } from '../../../src/quantizer/model/rq-vae-config.ts';
import { defaultsOf, parseSettings } from '../../../src/schema/settings.ts';

test.each([
  // items, batch: an epoch has 16 steps or more; epochs: 2,000 steps, between 10 and 200
  [570, 32, 112],
  [3900, 128, 65],
  [40_000, 2048, 100],
  [10_000_000, 2048, 10],
])('%i items: batches of %i, %i epochs', (numItems, batchSize, epochs) => {
  const config = completeRqVaeConfig({ codebookSize: 8 }, numItems);
  expect(config).toEqual({ ...defaultsOf(RQ_VAE_SETTINGS), codebookSize: 8, batchSize, epochs });
  expect(parseSettings(RQ_VAE_SETTINGS, { ...config }, 'here')).toEqual(config);
});

test('what is given stays', () => {
  const given = { codebookSize: 4, batchSize: 7, epochs: 3, levels: 2, hidden: [] };
  expect(completeRqVaeConfig(given, 100)).toMatchObject(given);
});

test('more codes than items are refused', () => {
  expect(() => completeRqVaeConfig({}, 600)).toThrow(
    '‹codebookSize› 2048 wants as many items to train on, there are 600',
  );
});

test('a size for each level, or one for all', () => {
  expect(codebookSizesOf(completeRqVaeConfig({ codebookSize: 4 }, 100))).toEqual([4, 4, 4]);
  expect(() => completeRqVaeConfig({ codebookSize: 4, codebookSizes: [4, 4] }, 100)).toThrow(
    '‹codebookSizes› 4,4 are 2 sizes, ‹levels› is 3; give one for each level',
  );
});

test('a wrong key is named with its place', () => {
  const config = { ...completeRqVaeConfig({ codebookSize: 4 }, 100), levels: 0 };
  expect(() => parseSettings(RQ_VAE_SETTINGS, config, 'x.safetensors')).toThrow(
    '"x.safetensors.levels" must be',
  );
});
