// Trials side by side, those of a failed worker again alone.
import { comparisonInterrupted } from './comparison-place.ts';
import type { ComparisonPlace } from './comparison-place.ts';
import { isUnfinished } from './plan-comparison.ts';
import type { Trial } from './plan-trials.ts';
import { createWorker, planWorkers } from './plan-workers.ts';
import type { TrialWorker } from './plan-workers.ts';
import { runWorkers } from './run-workers.ts';
import { createTrialProgress } from './trial-progress.ts';
import type { TrialProgress } from './trial-progress.ts';
import { faultOf } from './worker-lines.ts';
import type { WorkerEnd } from './worker.ts';

/** A trial that ended badly. */
export interface FailedTrial {
  /** The line's name. */
  readonly strategy: string;
  readonly seed: number;
  readonly status: number;
  readonly message: string;
}

/**
 * Runs trials side by side in workers, several in one where they can train together. When such a worker ends badly, its
 * trials that are not finished are run again, each alone, so that one failure does not fail the others.
 *
 * @param models trials in groups of one model
 * @param command what is run; this program where not given
 * @returns those that failed
 * @throws InterruptedError
 */
export async function runTrials(
  models: readonly (readonly Trial[])[],
  place: ComparisonPlace,
  command?: readonly string[],
): Promise<FailedTrial[]> {
  if (models.length === 0) return [];
  const progress = createTrialProgress(models.length, place);
  const run = (workers: readonly TrialWorker[]): Promise<BadEnd[]> =>
    runAll(workers, { place, progress, command });
  const bad = await run(planWorkers(models, place.jobs));
  const again = bad.filter(({ end }) => isShared(end.worker)).flatMap(({ left }) => left);
  const badAgain = await run(again.map((trials) => createWorker([trials])));
  return [...bad, ...badAgain].filter(({ end }) => !isShared(end.worker)).flatMap(toFailedTrials);
}

/** A worker that ended badly, and the models that it left undone. */
interface BadEnd {
  readonly end: WorkerEnd<TrialWorker>;
  readonly left: readonly (readonly Trial[])[];
}

interface WorkersRun {
  readonly place: ComparisonPlace;
  readonly progress: TrialProgress;
  readonly command: readonly string[] | undefined;
}

async function runAll(
  workers: readonly TrialWorker[],
  { place, progress, command }: WorkersRun,
): Promise<BadEnd[]> {
  if (workers.length === 0) return [];
  const jobs = Math.min(place.jobs, workers.length);
  const bad: BadEnd[] = [];
  const ends = await runWorkers(workers, {
    jobs,
    threads: Math.max(1, Math.floor(place.threads / jobs)),
    checkpointMinutes: place.checkpointMinutes,
    shouldStop: place.shouldStop,
    onLine: progress.onLine,
    onEnd(end) {
      const { worker, status } = end;
      const isFault = status !== 0 && status !== 130;
      const left = isFault ? worker.models.filter(isUnfinished) : [];
      progress.onEnd(worker, worker.models.length - (isShared(worker) ? left.length : 0));
      if (!isFault) return;
      bad.push({ end, left });
      place.say(`failed: ${worker.name}: ${faultOf(end)}`);
      if (isShared(worker)) {
        const names = left.map((trials) => createWorker([trials]).name);
        place.say(`run again, each alone: ${names.join('; ')}`);
      }
    },
    command,
  });
  if (ends.length < workers.length || ends.some(({ status }) => status === 130)) {
    throw comparisonInterrupted();
  }
  return bad;
}

function isShared({ models }: TrialWorker): boolean {
  return models.length > 1;
}

function toFailedTrials({ end }: BadEnd): FailedTrial[] {
  const message = faultOf(end);
  return end.worker.models[0].map(({ line, seed }) => ({
    ...{ strategy: line.name, seed, status: end.status, message },
  }));
}
