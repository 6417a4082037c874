import { join } from 'node:path';
import { labelOf, parseMapConfig } from '../../src/experiments/map/map-config.ts';
import type { MapConfig } from '../../src/experiments/map/map-config.ts';
import { gridPlaces } from '../../src/experiments/map/places.ts';
import type { Place } from '../../src/experiments/map/places.ts';
import type { PlaceTask } from '../../src/experiments/map/run-map.ts';
import type { LogCoordinates } from '../../src/records/log-coordinates.ts';
import type { MapMetrics } from '../../src/records/map-record.ts';
import { writeJsonWhole } from '../../src/util/atomic-output.ts';
import { comparisonMetrics, claim } from './made-up-shop.ts';

/** Two axes with numbers, one of words. */
export const TINY_MAP = {
  title: 'a tiny map',
  axes: {
    density: {
      says: 'impressions per item',
      scale: 'log',
      sets: { 'simulate.impressionsPerDay': 200, 'simulate.users': 0.5 },
      values: [5, 20, 80],
      base: 20,
    },
    'half-life': {
      says: 'half-life in days',
      scale: 'log',
      sets: { 'simulate.halfLifeDays': null },
      values: [2, 8, 'none'],
      base: 8,
    },
    codes: {
      says: 'codes',
      scale: 'words',
      values: [
        { label: 'few', set: { 'rqvae.codebookSize': 4, 'rqvae.levels': 2 } },
        { label: 'many', set: { 'rqvae.codebookSize': 8 } },
      ],
      base: 'many',
    },
  },
  grids: [['density', 'half-life'], ['codes']],
  refine: { claim: 'prefix below individual', places: 2 },
  compare: { simulate: { items: 200 }, seeds: [1, 2] },
} as const;

export function tinyMap(): MapConfig {
  return parseMapConfig(TINY_MAP);
}

/**
 * In place of a comparison: prefix wins where an item is shown less than `turn` times a day.
 *
 * @returns what runs a place, and the names of the places that it ran
 */
export function madeUpPlaces(turn: number): {
  readonly compare: (task: PlaceTask) => Promise<void>;
  readonly measureLog: (task: PlaceTask) => Promise<LogCoordinates>;
  readonly ran: string[];
} {
  const ran: string[] = [];
  return {
    ran,
    measureLog: ({ place }) => Promise.resolve(madeUpLog(place)),
    async compare({ name, place, folder }) {
      ran.push(name);
      const difference = Math.log(Number(place.density) / turn);
      const says = 'prefix below individual';
      const ci95 = [difference - 0.5, difference + 0.5] as const;
      const verdict = ci95[1] < 0 ? 'holds' : ci95[0] > 0 ? 'does not hold' : 'undecided';
      const judged = claim(says, 'ne/all', verdict, difference, ci95);
      await writeJsonWhole(join(folder, 'results.json'), {
        ...comparisonMetrics(),
        missing: [],
        claims: [judged],
      });
      await writeJsonWhole(join(folder, 'run.json'), {});
    },
  };
}

/** As `sid where` would measure the log of a place, were it exact. */
export function madeUpLog(at: Place): LogCoordinates {
  const goneADay = at['half-life'] === 'none' ? 0 : 1 - 2 ** (-1 / Number(at['half-life']));
  return {
    impressions_per_item_day: Number(at.density),
    gone_a_day: goneADay,
    content_share: NaN,
  };
}

/** A finished map, without a folder. */
export function madeUpMap(): MapMetrics {
  const config = tinyMap();
  const says = 'prefix below individual';
  const places = gridPlaces(config).map((at, i) => {
    const difference = Math.log(Number(at.density) / 9);
    const half = i % 2 === 0 ? 0.5 : 3;
    const verdict = 'undecided' as const;
    return {
      ...{ id: String(i), at, from: 'grid' as const, seeds: [1, 2], lines: [], log: madeUpLog(at) },
      claims: [claim(says, 'ne/all', verdict, difference, [difference - half, difference + half])],
    };
  });
  const axes = config.axes.map(({ name, base, scale, values, ...axis }) => ({
    ...{ name, base, scale, says: axis.says, labels: values.map(labelOf) },
    of_log: name !== 'codes',
  }));
  return { title: config.title, axes, grids: config.grids, places, left: 0, out: 'runs/map' };
}
