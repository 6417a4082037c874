// Which trials share a worker and train together.
import { findPlace, placeText } from '../../ranker/train/training-position.ts';
import { UserError } from '../../util/errors.ts';
import { groupBy } from '../../util/group-by.ts';
import { partialFolder } from '../run-folder.ts';
import { allSteps } from './plan-comparison.ts';
import type { Trial } from './plan-trials.ts';
import { isFinished } from './step.ts';
import type { Worker } from './worker.ts';

/** A worker for trials: it trains all of them together, then does the rest of each. */
export interface TrialWorker extends Worker {
  /** In groups of one model. */
  readonly models: readonly (readonly Trial[])[];
}

/** Decoding is a small part of a trial's time: a seventh model in a process would save little and cost its memory. */
const MOST_MODELS = 6;
const MOST_TABLE_BYTES = 2e9;

/**
 * Distributes trials so that `jobs` workers have equal loads. Trials with the same batches and the same starting position
 * train together: at most six, with tables of 2 GB in all at most.
 *
 * @param models trials in groups of one model
 */
export function planWorkers(
  models: readonly (readonly Trial[])[],
  jobs: number,
): readonly TrialWorker[] {
  const isTrained = ([{ steps }]: readonly Trial[]): boolean => isFinished(steps[0]);
  const untrained = models.filter((trials) => !isTrained(trials));
  const groups = groupBy(untrained, (trials) => `${trials[0].training.stream} ${placeOf(trials)}`);
  const workers = [...groups.values()].flatMap((group) => deal(group, jobs).map(createWorker));
  return [...workers, ...models.filter(isTrained).map((trials) => createWorker([trials]))];
}

/** One worker for some models. */
export function createWorker(models: readonly (readonly Trial[])[]): TrialWorker {
  const [{ line, seed }] = models[0];
  const others = models.length === 1 ? '' : ` and ${models.length - 1} more`;
  const name = `${line.name}, seed ${seed}${others}`;
  const steps = models.map(allSteps);
  const together = steps.map(([train]) => train);
  return { name, models, steps: [together, ...steps.flatMap(([, ...after]) => after)] };
}

/** Where a trial's training begins: an interrupted one goes on from its checkpoint. */
function placeOf([{ steps }]: readonly Trial[]): string {
  const { out } = steps[0];
  try {
    return placeText(findPlace(partialFolder(out)));
  } catch (error) {
    // A checkpoint that cannot be read is a fault of this trial alone: its worker says so.
    if (error instanceof UserError) return out;
    throw error;
  }
}

/** Deals models round-robin to as few workers as possible: each gets a mix of strategies, which take unlike time. */
function deal<T extends readonly Trial[]>(models: readonly T[], jobs: number): T[][] {
  const inWorker = Math.min(MOST_MODELS, Math.ceil(models.length / jobs));
  let numWorkers = Math.ceil(models.length / inWorker);
  for (;;) {
    // Rounded up to a multiple of `jobs`.
    if (numWorkers > jobs) numWorkers = jobs * Math.ceil(numWorkers / jobs);
    const dealt = [...groupBy([...models.keys()], (i) => i % numWorkers).values()].map((members) =>
      members.map((i) => models[i]),
    );
    if (dealt.every(hasRoom)) return dealt;
    numWorkers += 1;
  }
}

function hasRoom(models: readonly (readonly Trial[])[]): boolean {
  const bytes = models.reduce((sum, [{ training }]) => sum + training.tableBytes, 0);
  return models.length === 1 || bytes <= MOST_TABLE_BYTES;
}
