import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dayPath, readCorpusInfo, writeCorpusInfo } from '../../../src/artifacts/corpus.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import { permuteLabels } from '../../../src/data/shuffle/permute-labels.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';

async function permuted(corpus: string, seed: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sid-shuffled-'));
  const job = { corpus, seed, folder, onProgress: () => undefined, shouldStop: () => false };
  const { info, changed } = await permuteLabels(job);
  expect(info.clicksPerDay.length).toBe(TINY.numDays);
  expect(info.negativesRule).toContain('labels shuffled');
  expect(info).not.toHaveProperty('negativesProbeNe');
  expect(changed).toBeGreaterThan(0);
  return folder;
}

async function columnsOf(corpus: string, day: number): Promise<Record<string, number[]>> {
  const columns: Record<string, number[]> = { user: [], item: [], time: [], label: [], hour: [] };
  for await (const batch of readDay(dayPath(corpus, day), ['hour'])) {
    columns.user.push(...batch.userIndex);
    columns.item.push(...batch.itemIndex);
    columns.time.push(...batch.timeMs);
    columns.label.push(...batch.label);
    columns.hour.push(...batch.dense[0]);
  }
  return columns;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Clicks of impressions on items that the user likes, in a share of all impressions. */
function likedShare({ user, item, label }: Record<string, number[]>): number {
  const clicks = label.filter((y, i) => y === 1 && item[i] % 4 === user[i] % 4);
  return clicks.length / sum(label);
}

test('labels move within their day and nothing else does; what made clicks is gone', async () => {
  const { corpus } = await writeTinyCorpus(mkdtempSync(join(tmpdir(), 'sid-shuffle-')));
  mkdirSync(join(corpus, 'truth'));
  writeFileSync(join(corpus, 'truth', 'day-001.arrow'), 'true of the original');
  writeFileSync(join(corpus, 'prior-clicks.arrow'), 'from before the log');
  await writeCorpusInfo(corpus, { ...readCorpusInfo(corpus), negativesProbeNe: 0.999 });
  const copy = await permuted(corpus, 3);
  for (let day = 1; day <= TINY.numDays; day++) {
    const [before, after] = [await columnsOf(corpus, day), await columnsOf(copy, day)];
    const { label: labelsBefore, ...restBefore } = before;
    const { label: labelsAfter, ...restAfter } = after;
    expect(restAfter).toEqual(restBefore);
    expect(sum(labelsAfter)).toBe(sum(labelsBefore));
    // A quarter of all impressions are of a liked item.
    const noise = Math.sqrt((0.25 * 0.75) / sum(labelsAfter));
    expect(Math.abs(likedShare(after) - 0.25)).toBeLessThan(4 * noise);
    expect(likedShare(before)).toBeGreaterThan(0.25 + 8 * noise);
  }
  expect(readFileSync(join(copy, 'items.arrow'))).toEqual(
    readFileSync(join(corpus, 'items.arrow')),
  );
  expect(existsSync(join(copy, 'prior-clicks.arrow'))).toBe(true);
  expect(existsSync(join(copy, 'truth'))).toBe(false);
});

test('a seed gives one order, another seed another', async () => {
  const { corpus } = await writeTinyCorpus(mkdtempSync(join(tmpdir(), 'sid-shuffle-')));
  const labels = async (seed: number) => (await columnsOf(await permuted(corpus, seed), 2)).label;
  const once = await labels(3);
  expect(await labels(3)).toEqual(once);
  expect(await labels(4)).not.toEqual(once);
});
