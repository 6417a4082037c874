// `sid power`.
import { powerOf, seedsNeeded, smallestEffect, timesNeeded } from '../metrics/detection-power.ts';
import type { PilotVariance } from '../metrics/detection-power.ts';
import { compareRecord } from '../records/compare-record.ts';
import type { CompareMetrics } from '../records/compare-record.ts';
import { readRecord } from '../records/run-record.ts';
import { UserError } from '../util/errors.ts';
import { suggestName } from '../util/nearest-name.ts';

/** A line whose variance is known. */
export interface PilotLine {
  readonly name: string;
  /** Impressions measured on. */
  readonly impressions: number;
  /** As measured; undefined where that is not known. */
  readonly measured: number | undefined;
  readonly pilot: PilotVariance;
}

/** What a line needs to show a difference with the wanted power. */
export interface PowerPlan extends PilotLine {
  readonly power: number;
  /** With the seeds asked for, on a log like the pilot's. */
  readonly smallestEffect: number;
  /** On a log like the pilot's; undefined where no number does. */
  readonly seedsNeeded: number | undefined;
  /** With the seeds asked for; undefined where no number does. */
  readonly timesNeeded: number | undefined;
}

export function planPower(lines: readonly PilotLine[], effect: number, seeds: number): PowerPlan[] {
  return lines.map((line) => ({
    ...line,
    power: powerOf(effect, line.pilot, { seeds, times: 1 }),
    smallestEffect: smallestEffect(line.pilot, { seeds, times: 1 }),
    seedsNeeded: seedsNeeded(effect, line.pilot, 1),
    timesNeeded: timesNeeded(effect, line.pilot, seeds),
  }));
}

/**
 * The lines of a comparison that measured a figure with two seeds or more, and the seeds that it had.
 *
 * @param folder of a `sid compare`
 * @throws UserError where no line did
 */
export function readPilot(folder: string, figure: string): { lines: PilotLine[]; seeds: number } {
  const { strategies } = readRecord(compareRecord, folder).metrics;
  const lines = strategies.flatMap((line) => pilotLine(line, figure) ?? []);
  if (lines.length === 0) {
    const names = [...new Set(strategies.flatMap(({ figures }) => Object.keys(figures)))];
    if (!names.includes(figure)) {
      throw new UserError(`${folder} has no figure "${figure}"; ${suggestName(figure, names)}`);
    }
    throw new UserError(
      `${folder} has one seed, which does not tell how far seeds differ; run it with two or more`,
    );
  }
  return { lines, seeds: Math.max(...strategies.map((line) => line.seeds.length)) };
}

function pilotLine(
  { strategy, impressions, figures }: CompareMetrics['strategies'][number],
  name: string,
): PilotLine | undefined {
  if (!(name in figures)) return undefined;
  const { mean, between_seeds: seeds, users_and_items: log } = figures[name];
  if (seeds === null || !Number.isFinite(seeds.variance)) return undefined;
  if (log !== null && !Number.isFinite(log.variance)) return undefined;
  return {
    name: strategy,
    impressions,
    measured: mean,
    pilot: {
      ofSeed: seeds.variance * (seeds.degrees_of_freedom + 1),
      usersAndItems: log?.variance ?? 0,
      degreesOfFreedom: log?.degrees_of_freedom ?? Infinity,
    },
  };
}
