// Makes corpus and semantic IDs.
import { UserError } from '../../util/errors.ts';
import { comparisonInterrupted } from './comparison-job.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { createWarningFilter, faultOf } from './process-lines.ts';
import { runProcesses } from './run-processes.ts';
import { isFinished, runSteps } from './step.ts';
import type { Step } from './step.ts';

/**
 * Runs the steps that are not done yet and shows each command line: those of a list one after another in a process of
 * their own, lists side by side.
 *
 * @throws UserError or Error of a step that fails, InterruptedError
 */
export async function prepareInputs(
  lists: readonly (readonly Step[])[],
  job: ComparisonJob,
): Promise<void> {
  const tasks = lists
    .map((steps) => steps.filter((step) => !isFinished(step)))
    .filter((steps) => steps.length > 0)
    .map((steps) => {
      const lines = steps.map(({ words }) => `sid ${words.join(' ')}`);
      for (const line of lines) job.say(`$ ${line}`);
      return { name: lines.join('\n'), ...runSteps(steps) };
    });
  if (tasks.length === 0) return;
  const jobs = Math.min(job.jobs, tasks.length);
  const ends = await runProcesses(tasks, {
    jobs,
    threads: Math.max(1, Math.floor(job.threads / jobs)),
    shouldStop: job.shouldStop,
    onLine: createWarningFilter(job.warn),
    onEnd: () => undefined,
  });
  if (ends.length < tasks.length || ends.some(({ status }) => status === 130)) {
    throw comparisonInterrupted();
  }
  const bad = ends.find(({ status }) => status !== 0);
  if (bad === undefined) return;
  if (bad.status === 2) throw new UserError(faultOf(bad));
  throw new Error(`${bad.task.name}\n${bad.lastLines.join('\n')}`);
}
