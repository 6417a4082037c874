// Trials side by side, those of a failed process again alone.
import { comparisonInterrupted } from './comparison-job.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { isUnfinished } from './plan-comparison.ts';
import type { Work } from './plan-comparison.ts';
import { createSolo, planCrews } from './plan-crews.ts';
import type { Crew } from './plan-crews.ts';
import { faultOf } from './process-lines.ts';
import { runProcesses } from './run-processes.ts';
import type { ProcessEnd } from './run-processes.ts';
import { createTrialProgress } from './trial-progress.ts';
import type { TrialProgress } from './trial-progress.ts';

/** A trial that ended badly. */
export interface FailedTrial {
  /** The line's name. */
  readonly strategy: string;
  readonly seed: number;
  readonly status: number;
  readonly message: string;
}

/**
 * Runs trials side by side as processes of this program, several in one where they can train together. When such a
 * process ends badly, its trials that are not finished are run again, each alone, so that one takes no other with it.
 *
 * @param command what is run; this program where not given
 * @returns those that failed
 * @throws InterruptedError
 */
export async function runTrials(
  works: readonly Work[],
  job: ComparisonJob,
  command?: readonly string[],
): Promise<FailedTrial[]> {
  if (works.length === 0) return [];
  const progress = createTrialProgress(works.length, job);
  const run = (crews: readonly Crew[]): Promise<BadEnd[]> =>
    runCrews(crews, { job, progress, command });
  const bad = await run(planCrews(works, job.jobs));
  const again = bad.filter(({ crew }) => isShared(crew)).flatMap(({ left }) => left);
  const badAgain = await run(again.map(createSolo));
  return [...bad, ...badAgain].filter(({ crew }) => !isShared(crew)).flatMap(toFailedTrials);
}

/** A process that ended badly, and what it left undone. */
interface BadEnd {
  readonly crew: Crew;
  readonly end: ProcessEnd;
  readonly left: readonly Work[];
}

interface CrewRun {
  readonly job: ComparisonJob;
  readonly progress: TrialProgress;
  readonly command: readonly string[] | undefined;
}

async function runCrews(
  crews: readonly Crew[],
  { job, progress, command }: CrewRun,
): Promise<BadEnd[]> {
  if (crews.length === 0) return [];
  const jobs = Math.min(job.jobs, crews.length);
  const bad: BadEnd[] = [];
  const ends = await runProcesses(crews, {
    jobs,
    threads: Math.max(1, Math.floor(job.threads / jobs)),
    shouldStop: job.shouldStop,
    onLine: progress.onLine,
    onEnd(end) {
      const { task: crew, status } = end;
      const isFault = status !== 0 && status !== 130;
      const left = isFault ? crew.works.filter(isUnfinished) : [];
      progress.onEnd(crew, crew.works.length - (isShared(crew) ? left.length : 0));
      if (!isFault) return;
      bad.push({ crew, end, left });
      job.say(`failed: ${crew.name}: ${faultOf(end)}`);
      if (isShared(crew)) {
        job.say(`run again, each alone: ${left.map(({ name }) => name).join('; ')}`);
      }
    },
    ...(command === undefined ? {} : { command }),
  });
  if (ends.length < crews.length || ends.some(({ status }) => status === 130)) {
    throw comparisonInterrupted();
  }
  return bad;
}

function isShared({ works }: Crew): boolean {
  return works.length > 1;
}

function toFailedTrials({ crew, end }: BadEnd): FailedTrial[] {
  const message = faultOf(end);
  return crew.works[0].trials.map(({ line, seed }) => ({
    ...{ strategy: line.name, seed, status: end.status, message },
  }));
}
