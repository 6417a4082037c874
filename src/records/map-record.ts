// The record of `sid map`, and map.json, which holds its metrics.
import {
  amount,
  boolean,
  byName,
  figure,
  list,
  objectOf,
  string,
  unknown,
  wordOf,
} from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import { bestLine } from '../metrics/best-line.ts';
import { EMBED_NAMES } from '../sid/strategies.ts';
import { claimSchema } from './compare-record.ts';
import type { ClaimResult } from './compare-record.ts';
import { logCoordinates } from './log-coordinates.ts';
import { defineRecord } from './run-record.ts';

/** A line of the comparison at a place. */
const line = objectOf({
  strategy: string(),
  embed: wordOf(...EMBED_NAMES),
  table_rows: amount,
  tokens_per_item: amount,
  /** By name ("ne/all", "drift_percent_recalibrated"), a value for each seed in the order of `seeds`. */
  figures: byName(list(figure)),
});
export type MapLine = InferOutput<typeof line>;

const place = objectOf({
  /** Name of its folder below `places`. */
  id: string(),
  /** The label of its value on each axis. */
  at: byName(string()),
  /** Whether a grid asked for it, or the turn of the order. */
  from: wordOf('grid', 'turn'),
  seeds: list(amount),
  /** Of the first seed's corpus. */
  log: logCoordinates,
  lines: list(line),
  claims: list(claimSchema),
});
export type MapPlace = InferOutput<typeof place>;

const axis = objectOf({
  name: string(),
  says: string(),
  scale: wordOf('log', 'linear', 'words'),
  /** In their order, those that were put between included. */
  labels: list(string()),
  base: string(),
  /** Whether its values change the log alone, not what is trained on it. */
  of_log: boolean(),
});
export type MapAxis = InferOutput<typeof axis>;

/** What map.json holds. */
export const mapSchema = objectOf({
  title: string(),
  axes: list(axis),
  grids: list(list(string())),
  places: list(place),
  /** Places that are not measured yet. */
  left: amount,
  out: string(),
});
export type MapMetrics = InferOutput<typeof mapSchema>;

export const mapRecord = defineRecord('map', {
  /** The user's, as it was read. */
  config: byName(unknown()),
  metrics: mapSchema,
});

/** @throws UserError if the file is not a map.json */
export function readMap(path: string): MapMetrics {
  return parseFile(mapSchema, readJson(path), path, 'give a map.json of sid map');
}

/** What is claimed at all places, in the order of the comparison. */
export function claimsOf(places: readonly Pick<MapPlace, 'claims'>[]): string[] {
  return places.at(0)?.claims.map(({ says }) => says) ?? [];
}

/** What a claim came to at a place. */
export function claimAt(
  { claims }: Pick<MapPlace, 'claims'>,
  says: string,
): ClaimResult | undefined {
  return claims.find((claim) => claim.says === says);
}

/** "prefix = random": the line with the lowest NE, with those that the seeds do not tell from it. */
export function bestAt({ lines }: Pick<MapPlace, 'lines'>): string | undefined {
  const best = bestLine(
    lines.map(({ strategy, figures }) => ({ name: strategy, values: figures['ne/all'] ?? [] })),
  );
  return best && [best.name, ...best.tied].join(' = ');
}
