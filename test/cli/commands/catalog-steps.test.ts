import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import type { Step } from '../../../src/experiments/compare/step.ts';
import { noisyPng } from '../../pairs/made-up-pairs.ts';
import { runCli } from '../../support/run-cli.ts';
import { sharedModel, testOnModels } from '../../support/shared-data.ts';
import { startStandIn } from '../../support/stand-in-endpoint.ts';

/*
 * What a comparison has done with a catalog, by its workers.
 */
const root = mkdtempSync(join(tmpdir(), 'sid-catalog-steps-'));
const [clip, detector] = [sharedModel('tiny-clip'), sharedModel('tiny-grounding-dino')];

/** A catalog in a folder of its own, whose pictures are 0.png, 1.png ... and not there yet. */
function writeCatalog(name: string, columns: string, rows: readonly string[]): string {
  mkdirSync(join(root, name));
  const path = join(root, name, 'items.csv');
  writeFileSync(path, [columns, ...rows, ''].join('\n'));
  return path;
}

async function writePictures(name: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    writeFileSync(join(root, name, `${i}.png`), await noisyPng(32, 32, i));
  }
}

/** A checkpoint at every moment. */
function work(step: Step) {
  return runCli('run-steps', JSON.stringify({ steps: [step], checkpointMinutes: 1e-9 }));
}

testOnModels(['tiny-clip'], 'a worker says what is wrong with items, a command once', async () => {
  const items = writeCatalog('mugs', 'id,title,picture', ['7,red mug,0.png', '8,,none.png']);
  await writePictures('mugs', 1);
  const [out, same] = [join(root, 'vectors'), join(root, 'by-hand')];
  const settings = { items: [items], encoder: 'clip', clip } as const;
  const { status, err } = await work({ stage: 'embed', settings, out });
  expect(status, err).toBe(0);
  const told = `item with less than was wanted, 1 of them left out; the first, row 2, item 8: no text; `;
  expect(err).toContain(`\nwarning: 1 ${told}`);
  expect(err).toContain(`none.png: does not exist; all in ${join(out, 'problems.json')}\n`);
  const hand = await runCli(...wordsOf({ stage: 'embed', settings, out: same }));
  expect(hand.err).not.toContain('warning');
  expect(hand.out.match(/none\.png/g)).toHaveLength(1);
});

testOnModels(['tiny-grounding-dino'], 'ground goes on', async () => {
  const items = writeCatalog('ground', 'id,type,picture', ['1,mug,0.png']);
  const step: Step = {
    ...{ stage: 'ground', settings: { items: [items], detector } },
    out: join(root, 'boxes'),
  };
  await goesOn(step, 'ground');
});

testOnModels(
  ['tiny-clip'],
  'embed goes on where its inputs have other paths, and pictures a cache',
  async () => {
    const items = writeCatalog('embed', 'id,picture', ['1,0.png']);
    const given = { items: [items], encoder: 'clip-picture', allowDownload: true } as const;
    const settings = { ...given, clip };
    const step = { stage: 'embed', settings, out: join(root, 'embedded') } as const;
    // As `sid compare --plan` writes it.
    const elsewhere = {
      clip: resolve(clip),
      pictureCache: join(root, 'cache'),
      downloadSeconds: 9,
    };
    await goesOn(step, 'embed', { ...step, settings: { ...given, ...elsewhere } });
  },
);

testOnModels([], 'describe goes on', async () => {
  const items = writeCatalog('describe', 'id,picture', ['1,0.png']);
  const standIn = await startStandIn(({ prompt }) => (/<STOP>/.test(prompt) ? '<STOP>' : 'a mug'));
  try {
    const settings = { items: [items], endpoint: standIn.url, model: 'm' };
    await goesOn({ stage: 'describe', settings, out: join(root, 'texts') }, 'describe');
  } finally {
    await standIn.close();
  }
});

/** It stops where no item has a picture, keeps that it was begun, and goes on when they are there. */
async function goesOn(step: Step, catalog: string, again = step): Promise<void> {
  const stopped = await work(step);
  expect([stopped.status, stopped.err]).toEqual([2, expect.stringContaining('no item is left')]);
  expect(existsSync(join(`${step.out}.partial`, 'checkpoint', 'settings.json'))).toBe(true);
  await writePictures(catalog, 1);
  const { status, err } = await work(again);
  expect(status, err).toBe(0);
  expect(err).not.toContain('nothing to resume');
  expect(existsSync(join(step.out, 'run.json'))).toBe(true);
}

testOnModels(
  ['tiny-clip'],
  'train-clip goes on from a checkpoint to the same weights',
  async () => {
    const rows = Array.from(
      { length: 8 },
      (_, i) => `${i},mug of the kind ${'abcdefgh'[i]},${i}.png`,
    );
    const items = writeCatalog('train', 'id,title,picture', rows);
    await writePictures('train', rows.length);
    const settings = { items: [items], clip, batchSize: 4, epochs: 6, heldOutShare: 0.25 };
    const stepTo = (name: string) =>
      ({ stage: 'train-clip', settings, out: join(root, name) }) as const;
    const step = stepTo('broken');
    const checkpoint = join(`${step.out}.partial`, 'checkpoint', 'state.safetensors');
    const watch = setInterval(() => {
      if (!existsSync(checkpoint)) return;
      clearInterval(watch);
      process.emit('SIGINT');
    }, 1);
    const stopped = await work(step);
    clearInterval(watch);
    expect([stopped.status, stopped.err]).toEqual([130, expect.stringContaining('of 6 epochs')]);
    const { status, err } = await work({ ...step, settings: { ...settings, clip: resolve(clip) } });
    expect(status, err).toBe(0);
    expect(err).not.toContain('nothing to resume');
    const unbroken = stepTo('unbroken');
    expect((await work(unbroken)).status).toBe(0);
    const [weights, others] = [step, unbroken].map(({ out }) =>
      readFileSync(join(out, 'last', 'model.safetensors')),
    );
    expect(weights.equals(others)).toBe(true);
  },
);
