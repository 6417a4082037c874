// A copy of a corpus in which clicks mean nothing.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dayPath, readCorpusInfo, writeCorpusInfo } from '../../artifacts/corpus.ts';
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import { createDayWriter, readDay } from '../../artifacts/impressions.ts';
import { InterruptedError } from '../../util/errors.ts';
import type { ProgressListener } from '../../util/progress.ts';
import { Rng } from '../../util/rng.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { createImpressionCheck } from '../validate-impressions.ts';

export interface PermuteJob {
  readonly corpus: string;
  readonly seed: number;
  /** An empty folder. */
  readonly folder: string;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

export interface PermutedCorpus {
  readonly info: CorpusInfo;
  /** Impressions whose label is another than before. */
  readonly changed: number;
}

/** Written anew. */
const NOT_COPIED = ['corpus.json', 'run.json'];

/**
 * Copies a corpus with the labels of each day in a random order; times, users, items and dense features stay. Every
 * order of a day's labels is as likely as any other, so nothing but the day's rate of clicks can be learned. What a
 * simulated corpus has in `truth` is not true of the copy and is left out. Holds a byte for each impression of a day.
 *
 * @throws UserError if the folder is no corpus or a file of it is damaged, InterruptedError once `shouldStop` says so
 */
export async function permuteLabels(job: PermuteJob): Promise<PermutedCorpus> {
  const { corpus, seed, folder } = job;
  const info = readCorpusInfo(corpus);
  const rng = Rng.fromSeed(seed).split('shuffle-labels');
  mkdirSync(join(folder, 'days'));
  for (const entry of readdirSync(corpus, { withFileTypes: true })) {
    if (!entry.isFile() || NOT_COPIED.includes(entry.name)) continue;
    copyFileSync(join(corpus, entry.name), join(folder, entry.name));
  }
  let changed = 0;
  for (let day = 1; day <= info.numDays; day++) {
    changed += await writeDay(job, info, day, rng.split(day));
  }
  const permuted: CorpusInfo = {
    ...info,
    negativesRule: `${info.negativesRule}; labels shuffled within each day (a control)`,
    notes: { ...info.notes, shuffledLabels: { seed } },
  };
  // It is of the original's labels.
  Reflect.deleteProperty(permuted, 'negativesProbeNe');
  await writeCorpusInfo(folder, permuted);
  return { info: permuted, changed };
}

/** @returns labels that are others than before */
async function writeDay(
  { corpus, folder, onProgress, shouldStop }: PermuteJob,
  info: CorpusInfo,
  day: number,
  rng: Rng,
): Promise<number> {
  const labels = new Uint8Array(info.impressionsPerDay[day - 1]);
  const read = dayPath(corpus, day);
  const check = createImpressionCheck(info, day, read);
  let filled = 0;
  for await (const batch of readDay(read, info.denseFeatures)) {
    check(batch);
    labels.set(batch.label, filled);
    filled += batch.label.length;
  }
  rng.shuffle(labels);
  const writer = await createDayWriter(dayPath(folder, day), info.denseFeatures);
  let done = 0;
  let changed = 0;
  try {
    for await (const batch of readDay(read, info.denseFeatures)) {
      if (shouldStop()) throw new InterruptedError('stopped; nothing was written');
      const label = labels.slice(done, done + batch.label.length);
      changed += label.reduce((sum, value, i) => sum + Math.abs(value - batch.label[i]), 0);
      await writer.write({ ...batch, label });
      done += label.length;
      const stage = `day ${day} of ${info.numDays}`;
      onProgress({ stage, done, total: labels.length, unit: 'impressions' });
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return changed;
}
