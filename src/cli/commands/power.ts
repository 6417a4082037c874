// `sid power`.
import { planPower, readPilot } from '../../experiments/plan-power.ts';
import type { PilotLine } from '../../experiments/plan-power.ts';
import { TYPICAL_VARIANCES } from '../../experiments/typical-variances.ts';
import { WANTED_POWER } from '../../metrics/detection-power.ts';
import { UserError } from '../../util/errors.ts';
import type { PowerOptions } from '../frame/command-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { describePower } from '../print/describe-power.ts';

const TYPICAL_SEEDS = 4;

/** How many seeds and impressions it takes to show a difference. */
export function power(options: PowerOptions, run: RunContext): Promise<void> {
  const { from, figure, effect } = options;
  const { lines, seeds: before } = from === null ? givenLines(options) : readPilot(from, figure);
  const seeds = options.seeds ?? before;
  if (seeds < 2) throw new UserError('--seeds 1: one seed decides nothing; give two or more');
  const plans = planPower(lines, effect, seeds);
  const value = {
    figure,
    effect,
    seeds,
    wanted_power: WANTED_POWER,
    lines: plans.map(({ name, impressions, measured, pilot, ...plan }) => ({
      ...{ line: name, impressions, measured: measured ?? null },
      variance: { of_seed: pilot.ofSeed, users_and_items: pilot.usersAndItems },
      power: plan.power,
      smallest_effect: plan.smallestEffect,
      seeds_needed: plan.seedsNeeded ?? null,
      times_the_impressions: plan.timesNeeded ?? null,
    })),
  };
  const sources = from === null ? typicalSources(options) : [];
  run.result(value, describePower(plans, { figure, effect, seeds, sources }));
  return Promise.resolve();
}

/** What the flags say, else the logs that are known. */
function givenLines({ seedSpread, logError, impressions }: PowerOptions): {
  lines: readonly PilotLine[];
  seeds: number;
} {
  if ((seedSpread === null) !== (logError === null)) {
    throw new UserError('give --seed-spread and --log-error both, or neither');
  }
  if (seedSpread === null || logError === null) {
    const lines = TYPICAL_VARIANCES.map(({ name, impressions: measuredOn, ...pilot }) => ({
      ...{ name, impressions: measuredOn, measured: undefined },
      pilot,
    }));
    return { lines, seeds: TYPICAL_SEEDS };
  }
  const pilot = {
    ofSeed: seedSpread ** 2,
    usersAndItems: logError ** 2,
    degreesOfFreedom: Infinity,
  };
  const line = { name: 'as given', impressions: impressions ?? NaN, measured: undefined, pilot };
  return { lines: [line], seeds: TYPICAL_SEEDS };
}

function typicalSources({ seedSpread }: PowerOptions): string[] {
  if (seedSpread !== null) return [];
  return TYPICAL_VARIANCES.map(({ name, source }) => `${name}: ${source}`);
}
