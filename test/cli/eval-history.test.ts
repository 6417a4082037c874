import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPredictions } from '../../src/artifacts/predictions.ts';
import { runCli } from '../support/run-cli.ts';
import { trainTiny } from '../support/tiny-trained.ts';

interface SegmentsJson {
  readonly segments: readonly { readonly segment: string; readonly ne: number }[];
}

interface DriftJson {
  readonly strategies: readonly Record<'ne_early_model' | 'ne_late_model', number>[];
}

/** NE as the paper writes it. */
function plainNe(label: Uint8Array, probability: Float32Array): number {
  const rate = label.reduce((sum, y) => sum + y, 0) / label.length;
  const loss = (y: number, p: number): number => -Math.log(y === 1 ? p : 1 - p);
  const sum = (of: (i: number) => number): number =>
    label.reduce((total, y, i) => total + loss(y, of(i)), 0);
  return sum((i) => probability[i]) / sum(() => rate);
}

async function run<T>(...words: string[]): Promise<T> {
  const { status, out, err } = await runCli(...words, '--json');
  expect(status, err).toBe(0);
  return JSON.parse(out) as T;
}

describe.each(['transformer', 'pma'])('a ranker with %s history', (history) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'sid-eval-history-')), history);
  let runFolder: string;

  beforeAll(async () => {
    mkdirSync(folder);
    const flags = ['--history', history, '--keep-days', '1,3'];
    ({ runFolder } = await trainTiny(folder, 'prefix', ...flags));
  });

  test('eval-segments: the NE of its predictions', async () => {
    const out = join(folder, 'segments');
    const words = ['eval-segments', '--run', runFolder, '--day', '4', '--out', out];
    const { segments } = await run<SegmentsJson>(...words);
    const { label, probability } = await readPredictions(join(out, 'predictions.arrow'));
    const all = segments.find(({ segment }) => segment === 'all');
    expect(label).toHaveLength(1000);
    expect(all?.ne).toBeCloseTo(plainNe(label, probability), 6);
  });

  test('eval-drift: both models on what neither was trained on, the same numbers twice', async () => {
    const out = join(folder, 'drift');
    const words = ['eval-drift', '--runs', runFolder, '--early-day', '1', '--late-day', '3'];
    const first = await run<DriftJson>(...words, '--out', out);
    const late = await readPredictions(join(out, 'run-1-late.arrow'));
    expect(first.strategies[0].ne_late_model).toBeCloseTo(plainNe(late.label, late.probability), 6);
    expect(await run<DriftJson>(...words)).toEqual(first);
  });
});
