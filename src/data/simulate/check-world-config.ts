// Bounds of the settings.
import { UserError } from '../../util/errors.ts';
import { BLOCKS_PER_DAY } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';

type NumberKey = {
  [K in keyof WorldConfig]: WorldConfig[K] extends number ? K : never;
}[keyof WorldConfig];

/** Least and most, both allowed. */
const BOUNDS: Readonly<Record<Exclude<NumberKey, 'seed'>, readonly [number, number]>> = {
  items: [1, 20_000_000],
  users: [1, 20_000_000],
  days: [1, 1000],
  impressionsPerDay: [1, 1_000_000_000],
  embeddingWidth: [1, 4096],
  embeddingNoise: [0, 100],
  halfLifeDays: [1 / BLOCKS_PER_DAY, 10_000],
  meanCtr: [0.0001, 0.9999],
  tasteSpread: [0, 10],
  qualitySpread: [0, 10],
  clusterSpread: [0, 10],
  driftSpread: [0, 5],
  copyShare: [0, 0.5],
};
const MOST_LEAVES = 1_000_000;
/** Floats in one array, 4 GB. */
const MOST_FLOATS = 2 ** 30;

/** Items in a whole log, births included, as expected. */
export function expectedItems({ items, days, halfLifeDays }: WorldConfig): number {
  const birthsPerBlock = 1 - 2 ** (-1 / (halfLifeDays * BLOCKS_PER_DAY));
  return Math.round(items * (1 + (days * BLOCKS_PER_DAY - 1) * birthsPerBlock));
}

/** @throws UserError naming the flag of a value outside its bounds, or of a world too large for memory */
export function assertWorldConfig(config: WorldConfig): void {
  for (const key of Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]) {
    const [least, most] = BOUNDS[key];
    if (config[key] >= least && config[key] <= most) continue;
    throw new UserError(`${flagOf(key)} is ${config[key]}; give ${least} to ${most}`);
  }
  const [top, middle, leaf] = config.clusters;
  const numLeaves = top * middle * leaf;
  if (numLeaves > MOST_LEAVES) {
    throw new UserError(
      `--clusters ${config.clusters.join(',')} makes ${numLeaves} clusters; give at most ${MOST_LEAVES}`,
    );
  }
  const numVectors = Math.max(expectedItems(config), numLeaves);
  if (numVectors * config.embeddingWidth > MOST_FLOATS) {
    const gigabytes = Math.round((numVectors * config.embeddingWidth * 4) / 1e9);
    throw new UserError(
      `the embeddings of about ${numVectors} items would take ${gigabytes} GB; ` +
        'lower --items, --days or --embedding-width',
    );
  }
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
