import { existsSync } from 'node:fs';
import { InterruptedError, UserError } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import { collectComparison } from './collect-comparison.ts';
import type { StrategyResult } from './collect-comparison.ts';
import type { CompareConfig } from './compare-config.ts';
import { isFinished, planCorpus, planSids, planTrials } from './plan-comparison.ts';
import type { Step, Trial } from './plan-comparison.ts';
import { runProcesses } from './run-processes.ts';
import type { ProcessEnd, ProcessTask } from './run-processes.ts';

/** Where and how a comparison runs. */
export interface ComparisonJob {
  readonly out: string;
  /** Trials at a time. */
  readonly jobs: number;
  /** Threads in all, divided among the trials that run. */
  readonly threads: number;
  /** Version of sid: part of what decides a result. */
  readonly version: string;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
}

/** A trial that ended badly. */
export interface FailedTrial {
  readonly strategy: string;
  readonly seed: number;
  readonly status: number;
  readonly message: string;
}

export interface Comparison {
  readonly baseline: string;
  readonly corpus: string;
  readonly sids: string | undefined;
  readonly results: readonly StrategyResult[];
  readonly failed: readonly FailedTrial[];
  /** Trials that were there already. */
  readonly reused: number;
  readonly trained: number;
}

/**
 * Makes the inputs that the config asks for, runs the trials that are not finished yet, each as a process of
 * this program, and puts all together.
 *
 * @throws UserError or InterruptedError; finished trials are kept
 */
export async function runComparison(
  config: CompareConfig,
  job: ComparisonJob,
): Promise<Comparison> {
  const { out, version } = job;
  const { corpus, step } = await planCorpus(config, out, version);
  if (step !== undefined) await prepare([step], job);
  const { sids, steps } = await planSids(config, corpus, out, version);
  await prepare(steps, job);
  const trials = await planTrials(config, { corpus, sids }, out, version);
  const waiting = trials.filter((trial) => !trial.steps.every(isFinished));
  if (waiting.length < trials.length) {
    job.say(`${trials.length - waiting.length} of ${trials.length} trials are finished already`);
  }
  const failed = await runTrials(waiting, job);
  const finished = trials.filter((trial) => trial.steps.every(isFinished));
  const baseline = config.baseline ?? config.strategies[0].name;
  return {
    baseline,
    corpus,
    sids,
    results: await collectComparison(finished, baseline),
    failed,
    reused: trials.length - waiting.length,
    trained: waiting.length - failed.length,
  };
}

/** Runs what is not there yet, one after another with all threads, showing each command line. */
async function prepare(steps: readonly Step[], job: ComparisonJob): Promise<void> {
  for (const step of steps) {
    if (isFinished(step)) continue;
    job.say(`$ sid ${step.words.join(' ')}`);
    const task = { name: step.words[0], words: withResume(step) };
    const [end] = await runProcesses([task], {
      jobs: 1,
      threads: job.threads,
      shouldStop: job.shouldStop,
      onLine: createLineFilter(job),
      onEnd: () => undefined,
    });
    if (end === undefined || end.status === 130) throw interrupted();
    if (end.status === 2) throw new UserError(messageIn(end));
    if (end.status !== 0)
      throw new Error(`sid ${step.words.join(' ')}\n${end.lastLines.join('\n')}`);
  }
}

async function runTrials(trials: readonly Trial[], job: ComparisonJob): Promise<FailedTrial[]> {
  if (trials.length === 0) return [];
  const jobs = Math.min(job.jobs, trials.length);
  const byTask = new Map(trials.map((trial) => [taskOf(trial), trial]));
  const failed: FailedTrial[] = [];
  const latest = new Map<ProcessTask, string>();
  const filter = createLineFilter(job);
  let done = 0;
  const report = (): void => {
    const note = [...latest].map(([{ name }, line]) => `${name}: ${line}`).join('; ');
    job.onProgress({ stage: 'trials', done, total: trials.length, unit: 'trials', note });
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
      const trial = byTask.get(end.task);
      if (trial === undefined) return;
      const message = messageIn(end);
      const { strategy, seed } = trial;
      failed.push({ strategy: strategy.name, seed, status: end.status, message });
      job.say(`failed: ${end.task.name}: ${message}`);
    },
  });
  if (ends.length < trials.length || ends.some(({ status }) => status === 130)) throw interrupted();
  return failed;
}

function taskOf(trial: Trial): ProcessTask {
  const steps = trial.steps.filter((step) => !isFinished(step)).map(withResume);
  return {
    name: `${trial.strategy.name}, seed ${trial.seed}`,
    words: ['run-steps', JSON.stringify(steps)],
  };
}

/** A step that was interrupted goes on from its checkpoint. */
function withResume(step: Step): readonly string[] {
  return existsSync(`${step.folder}.partial`) ? [...step.words, '--resume'] : step.words;
}

/** Passes the processes' warnings on, each text once. */
function createLineFilter(job: ComparisonJob): (task: ProcessTask, line: string) => void {
  const seen = new Set<string>();
  return (task, line) => {
    const warning = /^warning: (.*)$/.exec(line)?.[1];
    if (warning === undefined || seen.has(warning)) return;
    seen.add(warning);
    job.warn(`${task.name}: ${warning}`);
  };
}

/** The line of an error that the user can mend, else all that was written last. */
function messageIn({ status, lastLines }: ProcessEnd): string {
  const line = lastLines.findLast((each) => each.startsWith('error: '));
  return status === 2 && line !== undefined ? line.slice('error: '.length) : lastLines.join('\n');
}

function interrupted(): InterruptedError {
  return new InterruptedError(
    'finished trials are kept, others have a checkpoint; run the same command again to go on',
  );
}
