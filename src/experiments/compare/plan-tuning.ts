// Every combination of the grid, for each line, as trials that only train.
import { lineName } from './compare-config.ts';
import type { ComparePoint } from './compare-config.ts';
import type { PlanPlace } from './plan-inputs.ts';
import { planTrials } from './plan-trials.ts';
import type { PreparedInputs, Trial } from './plan-trials.ts';
import type { StrategyConfig } from './strategy-config.ts';
import type { Candidate, TuneConfig } from './tune-config.ts';

/** A line whose settings are to be chosen. */
export interface TunedLine {
  /** "prefix, history pma" */
  readonly name: string;
  readonly strategy: StrategyConfig;
  readonly candidates: readonly {
    readonly settings: Candidate;
    readonly trials: readonly Trial[];
  }[];
}

/**
 * A trial for each line, combination and tuning seed. It trains and evaluates nothing: the days of training judge. It has
 * the folder that the table's trial with these settings has, so nothing is trained twice.
 */
export async function planTuning(
  { config, label, point }: ComparePoint,
  tune: TuneConfig,
  inputs: PreparedInputs,
  place: PlanPlace,
): Promise<TunedLine[]> {
  const lines = config.strategies.map((strategy) => ({
    strategy,
    candidates: tune.candidates.map((settings) => ({
      settings,
      strategy: {
        ...strategy,
        name: `${strategy.name} (${inWords(settings)})`,
        ranker: { ...strategy.ranker, ...settings },
      },
    })),
  }));
  const all = lines.flatMap(({ candidates }) => candidates.map((each) => each.strategy));
  const ownSids = new Map(
    lines.flatMap(({ strategy, candidates }) => {
      const sids = inputs.ownSids.get(strategy.name);
      return sids === undefined
        ? []
        : candidates.map((each) => [each.strategy.name, sids] as const);
    }),
  );
  const ofTuning = {
    ...config,
    strategies: all,
    seeds: [...tune.seeds],
    drift: null,
    analyses: [],
  };
  const at = { config: ofTuning, label, point };
  const trials = (await planTrials(at, { ...inputs, ownSids }, place)).map((trial) => ({
    ...trial,
    steps: [trial.steps[0]] as const,
  }));
  return lines.map(({ strategy, candidates }) => ({
    name: lineName(strategy.name, label),
    strategy,
    candidates: candidates.map((each) => ({
      settings: each.settings,
      trials: trials.filter(({ line }) => line.strategy === each.strategy),
    })),
  }));
}

/** "tableLearningRate 0.06, learningRate 0.02" */
function inWords(settings: Candidate): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
