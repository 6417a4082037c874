import { expect, test } from 'vitest';
import { completeRqVaeConfig } from '../../../src/quantizer/model/complete-rq-vae-config.ts';
import { RQ_VAE_SETTINGS } from '../../../src/quantizer/model/rq-vae-config.ts';
import type { RqVaeConfig } from '../../../src/quantizer/model/rq-vae-config.ts';
import { findCollapsed } from '../../../src/quantizer/train/collapse-alarm.ts';
import { describeCollapse } from '../../../src/records/collapse-words.ts';

const sound = { usage: 60, perplexity: 40 };
const collapsed = { usage: 3, perplexity: 1.44 };
const configOf = (given: Partial<RqVaeConfig>): RqVaeConfig =>
  completeRqVaeConfig({ codebookSize: 64, ...given }, 1000);
const found = (given: Partial<RqVaeConfig>, levels = [sound, collapsed, sound], items = 1000) =>
  findCollapsed(levels, items, configOf(given));

test('the level is named, with the setting to try', () => {
  const [level] = found({ restartAfter: 0 });
  expect(describeCollapse(level)).toBe(
    'level 2 has collapsed: 3 of 64 codes are used, perplexity 1.4; try ‹restartAfter› 20',
  );
  expect(found({}, [sound, sound, sound])).toEqual([]);
});

test('few codes in use, or few that are used often, count; more codes than items do not', () => {
  const usual = { usage: 32, perplexity: 16 };
  expect(found({}, [usual, { ...usual, usage: 31 }, { ...usual, perplexity: 15.9 }])).toMatchObject(
    [{ level: 2 }, { level: 3 }],
  );
  expect(found({}, [{ usage: 10, perplexity: 10 }, sound, sound], 12)).toEqual([]);
});

const BALANCED = { codebookStart: 'balanced' } as const;

test.each([
  [{ codebookStart: 'random', restartAfter: 0 }, 'codebookStart', 'kmeans'],
  [{ restartAfter: 0 }, 'restartAfter', '20'],
  [{ restartAfter: 0, codebookUpdate: 'sim-vq' }, 'codebookStart', 'balanced'],
  [BALANCED, 'sinkhornEpsilons', '0,0.003,0'],
  [{ ...BALANCED, sinkhornEpsilons: [0.01, 0, 0] }, 'sinkhornEpsilons', '0.01,0.003,0'],
  [{ ...BALANCED, sinkhornEpsilons: [0, 0.003, 0] }, 'codebookSizes', '64,16,64'],
  [{ quantizer: 'residual-kmeans' }, 'codebookSizes', '64,16,64'],
] as const)('%j: %s %s, a value of that setting', (given, key, value) => {
  const [level] = found(given);
  expect(level).toMatchObject({ level: 2, setting: key, value });
  expect(() => RQ_VAE_SETTINGS[key].kind.fromWord(value)).not.toThrow();
});
