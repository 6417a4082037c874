import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { clipPairs } from '../../src/contrastive/clip-pairs.ts';
import { trainClip } from '../../src/contrastive/contrastive-training.ts';
import { openTraining } from '../../src/contrastive/open-training.ts';
import { TRAIN_CLIP_SETTINGS } from '../../src/contrastive/train-clip-settings.ts';
import { writeClip } from '../../src/contrastive/write-clip.ts';
import { splitPairs } from '../../src/pairs/split-pairs.ts';
import { defaultsOf } from '../../src/schema/settings.ts';
import { InterruptedError } from '../../src/util/errors.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { neverStop } from '../../src/util/signals.ts';
import type { ShouldStop } from '../../src/util/signals.ts';
import { makeFolder, noisyPng, NO_GROUPS, readMadeUp, writeCsv } from '../pairs/made-up-pairs.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

const clip = sharedModel('tiny-clip');
const config = {
  ...defaultsOf(TRAIN_CLIP_SETTINGS),
  ...{ items: [], clip, batchSize: 4, epochs: 3, learningRate: 1e-3, heldOutShare: 0.3 },
};

testOnModels(['tiny-clip'], 'stopped anywhere and resumed: the same bytes', async () => {
  const catalog = makeFolder();
  const rows: string[][] = [];
  for (let item = 0; item < 12; item++) {
    writeFileSync(join(catalog, `${item}.png`), await noisyPng(32, 32, item));
    rows.push([`a thing of kind ${item}`, `${item}.png`, '', 'train']);
  }
  const file = writeCsv(catalog, rows);
  const { trainer, tokenize, form } = openTraining(config);
  const start = trainer.read('parameters');
  const table = await readMadeUp(catalog, file, { tokenize, settings: NO_GROUPS });
  const split = splitPairs(table, config);
  const source = clipPairs(table, form, config);
  expect(split.heldOut.length).toBeGreaterThan(1);

  /** One process's part of a run. */
  const work = async (folder: string, resume: boolean, shouldStop: ShouldStop): Promise<void> => {
    // As a new process begins: the weights of the folder, moments of 0.
    trainer.write('parameters', (name) => start.get(name) ?? new Float32Array());
    for (const what of ['first', 'second'] as const) {
      trainer.write(what, (_, size) => new Float32Array(size));
    }
    await trainClip({
      ...{ config, trainer, source, split, folder, resume, settings: config },
      writeModel: (which) => writeClip(trainer, clip, join(folder, which)),
      ...{ onProgress: ignoreProgress, shouldStop, isCheckpointDue: () => false },
    });
  };
  const weights = (folder: string): Buffer[] =>
    ['best', 'last'].map((which) => readFileSync(join(folder, which, 'model.safetensors')));
  const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sid-contrastive-'));
  const whole = newFolder();
  await work(whole, false, neverStop);
  for (const steps of [1, 2, 3]) {
    const folder = newFolder();
    let isResumed = false;
    let numStops = 0;
    for (;;) {
      let asked = 0;
      try {
        await work(folder, isResumed, () => ++asked > steps);
        break;
      } catch (error) {
        expect(error).toBeInstanceOf(InterruptedError);
        isResumed = true;
        numStops += 1;
      }
    }
    expect(numStops).toBeGreaterThan(0);
    weights(folder).forEach((bytes, i) => expect(bytes.equals(weights(whole)[i])).toBe(true));
  }
  trainer.dispose();
});
