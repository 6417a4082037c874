// A whole catalog to texts.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { streamItemTexts } from '../artifacts/item-texts.ts';
import type { Catalog } from '../data/catalog/open-catalog.ts';
import { workThroughCatalog } from '../parts/work-through-catalog.ts';
import type { WorkedCatalog } from '../parts/work-through-catalog.ts';
import { createPictureReader } from '../pictures/read-picture.ts';
import type { Clock } from '../util/clock.ts';
import { setting, UserError } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { Rng } from '../util/rng.ts';
import type { ShouldStop } from '../util/signals.ts';
import { StoppedError } from './ask.ts';
import { createAsk } from './create-ask.ts';
import type { DescribeSettings } from './describe-settings.ts';
import { describeStage, looksAtPictures } from './describe-stage.ts';
import { Describer } from './describer.ts';
import type { Prompts } from './prompts.ts';
import { SpendingLog } from './spending-log.ts';
import type { Spending } from './spending-log.ts';
import { TEXT_ROWS } from './text-rows.ts';

export interface DescribeJob {
  readonly catalog: Catalog;
  readonly settings: DescribeSettings;
  readonly prompts: Prompts;
  /** Null: none is sent. */
  readonly key: string | null;
  /** Worked in. */
  readonly folder: string;
  /** Folder of answers, which outlives the run. */
  readonly cache: string;
  /** Settings, and hashes of all inputs: a run goes on only with the same. */
  readonly begun: object;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
  readonly warn: (line: string) => void;
}

export interface DescribedCatalog {
  readonly worked: WorkedCatalog;
  /** Texts that the Evaluator called good. */
  readonly numGood: number;
  readonly spending: Spending;
}

/**
 * Writes texts.arrow, transcripts.jsonl and inputs.arrow in the order of the catalog; whatever is answered is kept at once.
 *
 * @throws UserError if the endpoint cannot be used any more, or no item has a text
 * @throws InterruptedError once `shouldStop` says so and what was asked is answered
 */
export async function describeCatalog(job: DescribeJob): Promise<DescribedCatalog> {
  const { catalog, settings, prompts, folder, onProgress } = job;
  const { rounds, shard, known } = settings;
  const checkpoint = join(folder, 'checkpoint');
  const log = new SpendingLog(join(checkpoint, 'spent.jsonl'));
  const ask = createAsk({ ...job, log });
  const describer = new Describer({ prompts, rounds, ask }, settings.concurrency);
  const { model, seed, pictureSize } = settings;
  const pictures = looksAtPictures(catalog, settings)
    ? { read: createPictureReader(settings), size: pictureSize }
    : null;
  const decides = { model, seed, rounds, prompts, pictureSize: pictures?.size ?? null };
  try {
    const worked = await workThroughCatalog({
      ...{ catalog, folder, shard, known: known ?? [], rowFile: TEXT_ROWS },
      stage: describeStage(describer, decides, pictures),
      settings: job.begun,
      onProgress: (progress) => onProgress({ ...progress, note: log.note() }),
      shouldStop: job.shouldStop,
    });
    const numGood = await countGood(join(folder, TEXT_ROWS.name));
    return { worked, numGood, spending: await log.read() };
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    if (await log.hasAnswers()) {
      throw new UserError(`${error.message}; then run the same command with ${setting('resume')}`);
    }
    // Nothing to go on from: the command can be typed again as it is, or otherwise.
    rmSync(checkpoint, { recursive: true, force: true });
    throw error;
  }
}

async function countGood(path: string): Promise<number> {
  let good = 0;
  for await (const { texts } of streamItemTexts(path)) {
    good += texts.filter(({ isGood }) => isGood).length;
  }
  return good;
}
