import { comparisonInterrupted } from './comparison-job.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { wordsOf } from './plan-comparison.ts';
import type { Work } from './plan-comparison.ts';
import { createWarningFilter, faultOf } from './process-lines.ts';
import { runProcesses } from './run-processes.ts';
import type { ProcessTask } from './run-processes.ts';

/** A trial that ended badly. */
export interface FailedTrial {
  /** The line's name. */
  readonly strategy: string;
  readonly seed: number;
  readonly status: number;
  readonly message: string;
}

/**
 * Runs trials side by side, each as a process of this program.
 *
 * @returns those that failed
 * @throws InterruptedError
 */
export async function runTrials(
  works: readonly Work[],
  job: ComparisonJob,
): Promise<FailedTrial[]> {
  if (works.length === 0) return [];
  const jobs = Math.min(job.jobs, works.length);
  const byTask = new Map<ProcessTask, Work>(
    works.map((work) => [{ name: work.name, words: wordsOf(work) }, work]),
  );
  const failed: FailedTrial[] = [];
  const latest = new Map<ProcessTask, string>();
  const filter = createWarningFilter(job.warn);
  let done = 0;
  const report = (): void => {
    const note = [...latest].map(([{ name }, line]) => `${name}: ${line}`).join('; ');
    job.onProgress({ stage: 'trials', done, total: works.length, unit: 'trials', note });
  };
  report();
  const ends = await runProcesses([...byTask.keys()], {
    jobs,
    threads: Math.max(1, Math.floor(job.threads / jobs)),
    shouldStop: job.shouldStop,
    onLine(task, line) {
      filter(task, line);
      latest.set(task, line);
      report();
    },
    onEnd(end) {
      latest.delete(end.task);
      done += 1;
      report();
      if (end.status === 0 || end.status === 130) return;
      const message = faultOf(end);
      for (const { line, seed } of byTask.get(end.task)?.trials ?? []) {
        failed.push({ strategy: line.name, seed, status: end.status, message });
      }
      job.say(`failed: ${end.task.name}: ${message}`);
    },
  });
  if (ends.length < works.length || ends.some(({ status }) => status === 130)) {
    throw comparisonInterrupted();
  }
  return failed;
}
