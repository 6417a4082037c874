// How far the trials are.
import type { ProgressListener } from '../../util/progress.ts';
import { createWarningFilter } from './process-lines.ts';
import type { ProcessTask } from './run-processes.ts';

/** How far the trials of a comparison are, with the last line of each process that runs. */
export interface TrialProgress {
  readonly onLine: (task: ProcessTask, line: string) => void;
  /** @param numDone trials that are settled by the process's end */
  readonly onEnd: (task: ProcessTask, numDone: number) => void;
}

export function createTrialProgress(
  total: number,
  { onProgress, warn }: { onProgress: ProgressListener; warn: (line: string) => void },
): TrialProgress {
  const latest = new Map<ProcessTask, string>();
  const passWarning = createWarningFilter(warn);
  let done = 0;
  const report = (): void => {
    const note = [...latest].map(([{ name }, line]) => `${name}: ${line}`).join('; ');
    onProgress({ stage: 'trials', done, total, unit: 'trials', note });
  };
  report();
  return {
    onLine(task, line) {
      passWarning(task, line);
      latest.set(task, line);
      report();
    },
    onEnd(task, numDone) {
      latest.delete(task);
      done += numDone;
      report();
    },
  };
}
