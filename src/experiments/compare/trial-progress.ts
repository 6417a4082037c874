// How far the trials are.
import type { ProgressListener } from '../../util/progress.ts';
import { createWarningFilter } from './worker-lines.ts';
import type { Worker } from './worker.ts';

/** How far the trials of a comparison are, with the last line of each worker. */
export interface TrialProgress {
  readonly onLine: (worker: Worker, line: string) => void;
  /** @param numDone trials that are settled by the worker's end */
  readonly onEnd: (worker: Worker, numDone: number) => void;
}

export function createTrialProgress(
  total: number,
  { onProgress, warn }: { onProgress: ProgressListener; warn: (line: string) => void },
): TrialProgress {
  const latest = new Map<Worker, string>();
  const passWarning = createWarningFilter(warn);
  let done = 0;
  const report = (): void => {
    const note = [...latest].map(([{ name }, line]) => `${name}: ${line}`).join('; ');
    onProgress({ stage: 'trials', done, total, unit: 'trials', note });
  };
  report();
  return {
    onLine(worker, line) {
      passWarning(worker, line);
      latest.set(worker, line);
      report();
    },
    onEnd(worker, numDone) {
      latest.delete(worker);
      done += numDone;
      report();
    },
  };
}
