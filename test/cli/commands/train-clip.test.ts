import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { trainClipRecord } from '../../../src/records/train-clip-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { noisyPng } from '../../pairs/made-up-pairs.ts';
import { runCli } from '../../support/run-cli.ts';
import { sharedModel, testOnModels } from '../../support/shared-data.ts';

const clip = sharedModel('tiny-clip');
const root = mkdtempSync(join(tmpdir(), 'sid-train-clip-'));
const NUM_ITEMS = 24;

/** Noise in 24 pictures, a word each; one item has no picture. */
async function createCatalog(): Promise<string> {
  const rows = ['id,title,picture'];
  for (let item = 0; item < NUM_ITEMS; item++) {
    writeFileSync(join(root, `${item}.png`), await noisyPng(32, 32, item));
    rows.push(`${item},"mug of the kind ${String.fromCharCode(97 + item)}",${item}.png`);
  }
  const path = join(root, 'catalog.csv');
  writeFileSync(path, `${rows.join('\n')}\n99,no picture,\n`);
  return path;
}

const weightsIn = (folder: string): Buffer => readFileSync(join(folder, 'model.safetensors'));

testOnModels(['tiny-clip'], 'a CLIP goes in, and one comes out that knows the pairs', async () => {
  const catalog = await createCatalog();
  const words = ['train-clip', '--items', catalog, '--clip', clip, '--batch-size', '11'];
  words.push('--epochs', '3', '--learning-rate', '1e-3', '--held-out-share', '0.2');
  const out = join(root, 'a');
  const run = await runCli(...words, '--out', out, '--json', '--tensorboard', join(root, 'curves'));
  expect(run.status, run.err).toBe(0);
  expect(run.err).toContain('1 item without picture or text left out');
  const { metrics } = readRecord(trainClipRecord, out);
  expect(JSON.parse(run.out)).toMatchObject({ best_epoch: metrics.best_epoch });
  expect(metrics).toMatchObject({ pairs: NUM_ITEMS, problems: 1, steps_per_epoch: 1 });
  expect(metrics.train_pairs + metrics.held_out_pairs).toBe(NUM_ITEMS);
  const losses = metrics.history.map(({ train_loss }) => train_loss);
  expect(losses[0]).toBeNull();
  expect(Number(losses[3])).toBeLessThan(Number(losses[1]));
  expect(weightsIn(join(out, 'last')).equals(weightsIn(clip))).toBe(false);
  if (metrics.best_epoch === 0) expect(run.err).toContain('the one it began with');

  // What comes out is what goes in: sid embed takes it, and so does another training.
  const embedded = await runCli(
    ...['embed', '--items', catalog, '--encoder', 'clip', '--clip', join(out, 'last')],
    ...['--out', join(root, 'embedded')],
  );
  expect(embedded.status, embedded.err).toBe(0);
  const again = await runCli(...words, '--out', join(root, 'b'));
  expect(again.status, again.err).toBe(0);
  expect(weightsIn(join(root, 'b', 'last')).equals(weightsIn(join(out, 'last')))).toBe(true);
  expect(existsSync(`${out}.partial`)).toBe(false);
  const finished = await runCli(...words, '--out', out, '--resume');
  expect(finished.err).toContain('finished: nothing to do');
});

testOnModels(['tiny-clip'], 'mistakes are told in one line', async () => {
  const catalog = await createCatalog();
  const out = join(root, 'refused');
  const refused = async (...words: string[]): Promise<string> => {
    const run = await runCli('train-clip', '--items', catalog, ...words, '--out', out);
    expect(run.status, run.err).toBe(2);
    const lines = run.err.trim().split('\n');
    expect(existsSync(out)).toBe(false);
    return lines[lines.length - 1];
  };
  expect(await refused('--clip', join(root, 'nowhere'))).toContain('nowhere');
  expect(await refused('--clip', clip, '--train', 'last-9')).toContain(
    '--train: the picture encoder has 2',
  );
  expect(await refused('--clip', clip, '--train', 'some')).toContain('all, last-N or heads');
  expect(await refused('--clip', clip, '--lock-text-blocks', '5')).toContain('--lock-text-blocks');
  expect(await refused('--clip', clip, '--batch-size', '1')).toContain('--batch-size');
  expect(await refused('--clip', clip, '--beta2', '1')).toContain('from 0 to 0.99999');
  expect(await refused('--clip', clip, '--from-scratch', '--train', 'last-1')).toContain(
    '--train last-1 would leave some as they are drawn',
  );
  expect(await refused('--clip', join(clip, 'config.json'))).toContain('config.json is a file');
  expect(await refused('--clip', root)).toContain('has no config.json; get the model');
  expect(await refused('--clip', clip, '--loss', 'weighted')).toContain('--weight-by');
  expect(await refused('--clip', clip, '--group-by', 'color')).toContain('color');
  const other = join(root, 'other');
  mkdirSync(other);
  cpSync(join(clip, 'config.json'), join(other, 'config.json'));
  expect(await refused('--clip', other)).toContain('preprocessor_config.json');
  expect(await refused('--clip', clip, '--learning-rate', '1e30', '--epochs', '9')).toMatch(
    /diverged; take a lower/,
  );
});
