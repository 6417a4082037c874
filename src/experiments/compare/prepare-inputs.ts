// Makes corpus and semantic IDs.
import { UserError } from '../../util/errors.ts';
import { comparisonInterrupted } from './comparison-place.ts';
import type { ComparisonPlace } from './comparison-place.ts';
import { createWarningFilter, faultOf } from './worker-lines.ts';
import { runWorkers } from './run-workers.ts';
import { isFinished, wordsOf } from './step.ts';
import type { Step } from './step.ts';

/**
 * Runs the steps that are not done yet and shows each command line: those of a list one after another in a worker of
 * their own, lists side by side.
 *
 * @throws UserError or Error of a step that fails, InterruptedError
 */
export async function prepareInputs(
  lists: readonly (readonly Step[])[],
  place: ComparisonPlace,
): Promise<void> {
  const workers = lists
    .map((steps) => steps.filter((step) => !isFinished(step)))
    .filter((steps) => steps.length > 0)
    .map((steps) => {
      const lines = steps.map((step) => `sid ${wordsOf(step).join(' ')}`);
      for (const line of lines) place.say(`$ ${line}`);
      return { name: lines.join('\n'), steps };
    });
  if (workers.length === 0) return;
  const jobs = Math.min(place.jobs, workers.length);
  const ends = await runWorkers(workers, {
    jobs,
    threads: Math.max(1, Math.floor(place.threads / jobs)),
    shouldStop: place.shouldStop,
    checkpointMinutes: place.checkpointMinutes,
    onLine: createWarningFilter(place.warn),
    onEnd: () => undefined,
  });
  if (ends.length < workers.length || ends.some(({ status }) => status === 130)) {
    throw comparisonInterrupted();
  }
  const bad = ends.find(({ status }) => status !== 0);
  if (bad === undefined) return;
  if (bad.status === 2) throw new UserError(faultOf(bad));
  throw new Error(`${bad.worker.name}\n${bad.lastLines.join('\n')}`);
}
