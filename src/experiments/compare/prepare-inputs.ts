// Makes corpus and semantic IDs.
import { UserError } from '../../util/errors.ts';
import { comparisonInterrupted } from './comparison-job.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { createWarningFilter, faultOf } from './process-lines.ts';
import { runProcesses } from './run-processes.ts';
import { isFinished, runSteps } from './step.ts';
import type { Step } from './step.ts';

/**
 * Runs the steps that are not done yet, one after another with all threads, showing each command line.
 *
 * @throws UserError or Error of a step that fails, InterruptedError
 */
export async function prepareInputs(steps: readonly Step[], job: ComparisonJob): Promise<void> {
  for (const step of steps) {
    if (isFinished(step)) continue;
    const line = `sid ${step.words.join(' ')}`;
    job.say(`$ ${line}`);
    const task = { name: step.words[0], ...runSteps([step]) };
    const [end] = await runProcesses([task], {
      jobs: 1,
      threads: job.threads,
      shouldStop: job.shouldStop,
      onLine: createWarningFilter(job.warn),
      onEnd: () => undefined,
    });
    if (end === undefined || end.status === 130) throw comparisonInterrupted();
    if (end.status === 2) throw new UserError(faultOf(end));
    if (end.status !== 0) throw new Error(`${line}\n${end.lastLines.join('\n')}`);
  }
}
