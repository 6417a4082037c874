import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { trainClip } from '../../../src/contrastive/contrastive-training.ts';
import { openHeadLearner } from '../../../src/contrastive/heads/head-learner.ts';
import { defaultsOf } from '../../../src/schema/settings.ts';
import { TRAIN_CLIP_SETTINGS } from '../../../src/contrastive/train-clip-settings.ts';
import { openCatalog } from '../../../src/data/catalog/open-catalog.ts';
import { withDatabase } from '../../../src/data/duckdb.ts';
import { splitPairs } from '../../../src/pairs/split-pairs.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { Rng } from '../../../src/util/rng.ts';
import { neverStop } from '../../../src/util/signals.ts';
import type { ShouldStop } from '../../../src/util/signals.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-head-learner-'));
const NUM_ITEMS = 20;

function writeTable(name: string, width: number): string {
  const rng = Rng.fromSeed(width);
  const lines = Array.from({ length: NUM_ITEMS }, (_, item) => {
    const row = Array.from({ length: width }, () => rng.normal().toFixed(4));
    return `item ${item},"[${row.join(', ')}]"`;
  });
  const path = join(root, name);
  writeFileSync(path, `item_id,embedding\n${lines.join('\n')}\n`);
  return path;
}

const items = join(root, 'items.csv');
const titles = Array.from({ length: NUM_ITEMS }, (_, item) => `item ${item},title ${item % 15}`);
writeFileSync(items, `id,title\n${titles.join('\n')}\n`);
const config = {
  ...defaultsOf(TRAIN_CLIP_SETTINGS),
  ...{ items: [items], train: 'heads', batchSize: 4, epochs: 2, learningRate: 0.01 },
  ...{ pictureFeatures: writeTable('p.csv', 5), textFeatures: writeTable('t.csv', 3) },
  ...{ headWidth: 6, headHidden: 4, heldOutShare: 0.3, clip: null },
};

/** One process's part of a run. */
async function work(folder: string, resume: boolean, shouldStop: ShouldStop): Promise<void> {
  const opened = openHeadLearner(config);
  try {
    await withDatabase({}, async (database) => {
      const catalog = await openCatalog(database, [items], null);
      const { rows, learn } = await opened.readPairs({
        ...{ database, catalog, folder, onProgress: ignoreProgress, shouldStop: neverStop },
      });
      // Titles that are the same are one group, known without any tokenizer.
      expect(rows.numGroups).toBe(15);
      const split = splitPairs(rows, config);
      const { trainer, source, write, finish } = learn(split);
      await trainClip({
        ...{ config, trainer, source, split, folder, resume, settings: config },
        writeModel: (which) => write(which === 'best' ? folder : join(folder, which)),
        ...{ onProgress: ignoreProgress, shouldStop, isCheckpointDue: () => false },
      });
      await finish(folder);
    });
  } finally {
    opened.dispose();
  }
}

test('stopped after any step and resumed: the same bytes', async () => {
  const newFolder = (): string => mkdtempSync(join(root, 'run-'));
  const results = (folder: string): Buffer[] =>
    ['heads.safetensors', 'last/heads.safetensors', 'embeddings.arrow'].map((name) =>
      readFileSync(join(folder, name)),
    );
  const whole = newFolder();
  await work(whole, false, neverStop);
  const folder = newFolder();
  let numStops = 0;
  for (let isResumed = false; ; isResumed = true) {
    // The start asks once, when it measures held-out pairs; then each step does.
    let asked = isResumed ? 0 : -1;
    try {
      await work(folder, isResumed, () => asked++ >= 1);
      break;
    } catch (error) {
      expect(error).toBeInstanceOf(InterruptedError);
      numStops += 1;
    }
  }
  expect(numStops).toBeGreaterThan(1);
  results(folder).forEach((bytes, i) => {
    expect(bytes.equals(results(whole)[i])).toBe(true);
  });
});
