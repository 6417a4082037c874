// Runs a map place by place, each a comparison in a folder of its own.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile, readJson } from '../../artifacts/json-file.ts';
import { logCoordinates } from '../../records/log-coordinates.ts';
import type { LogCoordinates } from '../../records/log-coordinates.ts';
import { resultsSchema } from '../../records/compare-record.ts';
import type { CompareMetrics } from '../../records/compare-record.ts';
import { claimAt } from '../../records/map-record.ts';
import type { MapMetrics, MapPlace } from '../../records/map-record.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { shortHash } from '../../util/hash-file.ts';
import { labelOf } from './map-config.ts';
import type { Axis, MapConfig } from './map-config.ts';
import { configAt } from './place-config.ts';
import { describePlace, gridPlaces } from './places.ts';
import type { Place } from './places.ts';
import { turningPlaces } from './turning-places.ts';

/** A place that is to be measured. */
export interface PlaceTask {
  /** Hash of the comparison's config. */
  readonly id: string;
  readonly place: Place;
  readonly from: MapPlace['from'];
  /** "density 20, half-life none" */
  readonly name: string;
  /** The comparison's output folder. */
  readonly folder: string;
  /** The comparison's config there. */
  readonly configPath: string;
}

/** Where and how far a map is run. */
export interface MapRun {
  readonly out: string;
  /** Does the comparison of a place, or goes on with it; undefined: only what is finished counts. */
  readonly compare: ((task: PlaceTask, position: string) => Promise<void>) | undefined;
  /** Places of other maps: one of the same config is taken over. */
  readonly known: readonly MapPlace[];
  /** Measures the corpus of a place's first seed, making it again where it is gone. */
  readonly measureLog: (task: PlaceTask) => Promise<LogCoordinates>;
  /** New places to measure at most. */
  readonly most: number;
  /** Whether trials and corpora of a finished place stay. */
  readonly keep: boolean;
}

/**
 * Measures the places of the grids in their order, then those where the order turns, as many as the config grants. A place
 * that is finished is not run again. The comparison's config at every place that is looked at is written beside its results,
 * so that each can be run again alone.
 */
export async function runMap(config: MapConfig, run: MapRun): Promise<MapMetrics> {
  const measured: MapPlace[] = [];
  let [left, granted] = [0, run.most];
  const visit = async (place: Place, from: MapPlace['from'], position: string): Promise<void> => {
    const task = await prepareTask(config, run.out, place, from);
    const known = run.known.find(({ id }) => id === task.id);
    if (known !== undefined) {
      measured.push({ ...known, from });
      return;
    }
    let results = readResults(task.folder);
    if (results === undefined && run.compare !== undefined && granted > 0) {
      granted -= 1;
      await run.compare(task, position);
      results = readResults(task.folder);
    }
    if (results === undefined) {
      left += 1;
      return;
    }
    const log = await keepLog(task, run.measureLog);
    if (!run.keep) discardTrials(task.folder);
    measured.push(toPlace(task, results, log));
  };
  const grid = gridPlaces(config);
  for (const [i, place] of grid.entries()) await visit(place, 'grid', `${i + 1} of ${grid.length}`);
  const { claim, places: most } = config.refine ?? { claim: '', places: 0 };
  for (let added = 0; added < most && left === 0; added++) {
    const differences = measured.map((place) => ({
      place: place.at,
      difference: claimAt(place, claim)?.difference ?? NaN,
    }));
    const next = turningPlaces(config, differences).at(0);
    if (next === undefined) break;
    await visit(next, 'turn', `${added + 1} of ${most} where the order turns`);
  }
  return {
    title: config.title,
    axes: config.axes.map((axis) => axisJson(axis, measured)),
    grids: config.grids,
    places: measured,
    left,
    out: run.out,
  };
}

/** Tasks of places that are not measured yet; with their configs written. */
export async function unmeasuredPlaces(
  config: MapConfig,
  { out, known }: Pick<MapRun, 'out' | 'known'>,
): Promise<PlaceTask[]> {
  const tasks: PlaceTask[] = [];
  for (const place of gridPlaces(config)) {
    const task = await prepareTask(config, out, place, 'grid');
    const isKnown = known.some(({ id }) => id === task.id);
    if (!isKnown && readResults(task.folder) === undefined) tasks.push(task);
  }
  return tasks;
}

async function prepareTask(
  config: MapConfig,
  out: string,
  place: Place,
  from: MapPlace['from'],
): Promise<PlaceTask> {
  const compare = configAt(config, place);
  // A place of another config is another place, whatever it is called.
  const id = shortHash({ ...compare, title: undefined });
  const configPath = join(out, 'configs', `${id}.json`);
  await writeJsonWhole(configPath, compare);
  const folder = join(out, 'places', id);
  return { id, place, from, name: describePlace(place), folder, configPath };
}

/** Undefined where the place is not measured, or not all of it. */
function readResults(folder: string): CompareMetrics | undefined {
  const path = join(folder, 'results.json');
  if (!existsSync(path)) return undefined;
  const remedy = `remove ${folder} and run the map again`;
  const results = parseFile(resultsSchema, readJson(path), path, remedy);
  return results.missing.length === 0 ? results : undefined;
}

/** What was measured of a place's corpus, before that goes. */
async function keepLog(task: PlaceTask, measureLog: MapRun['measureLog']): Promise<LogCoordinates> {
  const path = join(task.folder, 'log.json');
  if (existsSync(path)) {
    return parseFile(logCoordinates, readJson(path), path, `remove ${path} and run the map again`);
  }
  const log = await measureLog(task);
  await writeJsonWhole(path, log);
  return log;
}

/**
 * Leaves the results, and the record under a name that is not looked for: a corpus of some million impressions for each
 * world is too much to keep of every place.
 */
function discardTrials(folder: string): void {
  const record = join(folder, 'run.json');
  if (existsSync(record)) renameSync(record, join(folder, 'compare.json'));
  for (const name of ['prepared', 'trials']) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Figures that a map keeps of each seed. */
const KEPT = /^(?:ne|ne_recalibrated|auc)\/|^drift_percent/;

function toPlace(
  { id, place, from }: PlaceTask,
  { strategies, claims }: CompareMetrics,
  log: LogCoordinates,
): MapPlace {
  return {
    id,
    at: place,
    from,
    seeds: strategies[0].seeds,
    log,
    lines: strategies.map((line) => ({
      strategy: line.strategy,
      embed: line.embed,
      table_rows: line.table_rows,
      tokens_per_item: line.tokens_per_item,
      figures: Object.fromEntries(
        Object.entries(line.figures)
          .filter(([name]) => KEPT.test(name))
          .map(([name, { by_seed }]) => [name, line.seeds.map((seed) => by_seed[seed])]),
      ),
    })),
    claims,
  };
}

function axisJson({ name, says, scale, values, sets, base }: Axis, measured: readonly MapPlace[]) {
  const labels = new Set([...values.map(labelOf), ...measured.map(({ at }) => at[name])]);
  const order = (label: string): number => (Number.isNaN(Number(label)) ? Infinity : Number(label));
  const sorted = [...labels];
  if (scale !== 'words') sorted.sort((a, b) => order(a) - order(b) || 0);
  const keys = values.flatMap((value) => (typeof value === 'object' ? Object.keys(value.set) : []));
  const ofLog = [...Object.keys(sets), ...keys].every((key) => key.startsWith('simulate.'));
  return { name, says, scale, labels: sorted, base, of_log: ofLog };
}
