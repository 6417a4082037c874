// The combination of the grid with the lowest NE on the last training days.
import { progressiveNe } from '../../metrics/progressive-ne.ts';
import { readRecord } from '../../records/run-record.ts';
import { trainRankerRecord } from '../../records/train-ranker-record.ts';
import type { Tuned } from '../../records/tuned-settings.ts';
import { UserError } from '../../util/errors.ts';
import { mean } from '../../util/stats.ts';
import type { Trial } from './plan-trials.ts';
import type { TunedLine } from './plan-tuning.ts';
import { isFinished } from './step.ts';
import { judgingDays } from './tune-config.ts';
import type { Candidate, TuneConfig } from './tune-config.ts';

/** What was chosen for a line, with what speaks for it. */
export interface Choice {
  readonly settings: Candidate;
  readonly tuned: Tuned;
}

/**
 * The combination with the lowest progressive NE over the line's last training days, mean over the tuning seeds; the first
 * of equal ones. The days that are evaluated have no part in it.
 *
 * @returns undefined while a combination is not trained
 * @throws UserError where every combination diverged
 */
export function chooseCandidate(line: TunedLine, tune: TuneConfig): Choice | undefined {
  const { candidates, strategy, name } = line;
  const isTrained = candidates.every(({ trials }) =>
    trials.every(({ steps }) => isFinished(steps[0])),
  );
  if (!isTrained) return undefined;
  const days = judgingDays(tune, strategy);
  const judged = candidates.map(({ settings, trials }) => {
    const bySeed = trials.map((trial) => [trial.seed, neOfLastDays(trial, days)] as const);
    const ne = mean(bySeed.map(([, value]) => value));
    return { settings, ne, by_seed: Object.fromEntries(bySeed) };
  });
  const best = judged
    .filter(({ ne }) => Number.isFinite(ne))
    .reduce<(typeof judged)[number] | undefined>(
      (least, each) => (least === undefined || each.ne < least.ne ? each : least),
      undefined,
    );
  if (best === undefined) {
    throw new UserError(
      `"tune": no combination of the grid gave "${name}" an NE; give lower rates`,
    );
  }
  const { settings, ne } = best;
  const tuned: Tuned = {
    ...{ days, seeds: [...tune.seeds], chosen: { ...settings }, ne, candidates: judged },
    edge: Object.entries(settings).flatMap(([key, value]) =>
      isOnEdge(value, tune.grid.get(key) ?? []) ? [key] : [],
    ),
  };
  return { settings, tuned };
}

function neOfLastDays({ runFolder }: Trial, days: number): number {
  return progressiveNe(readRecord(trainRankerRecord, runFolder).metrics.days.slice(-days));
}

/** The least or the largest of three numbers or more; of two, each would be. */
function isOnEdge(value: unknown, values: readonly unknown[]): boolean {
  const numbers = values.filter((each) => typeof each === 'number');
  if (numbers.length < 3 || numbers.length < values.length) return false;
  return value === Math.min(...numbers) || value === Math.max(...numbers);
}
