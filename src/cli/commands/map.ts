// `sid map`.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockWhenFree } from '../../experiments/lock-when-free.ts';
import { measureLog } from '../../experiments/map/measure-log.ts';
import { parseMapConfig } from '../../experiments/map/map-config.ts';
import { runMap, unmeasuredPlaces } from '../../experiments/map/run-map.ts';
import type { PlaceTask } from '../../experiments/map/run-map.ts';
import { mapRecord, readMap } from '../../records/map-record.ts';
import { loadConfig } from '../../schema/load-config.ts';
import { explainWriteError, writeJsonWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import { unlockFolder } from '../../util/folder-lock.ts';
import { plural } from '../../util/plural.ts';
import { commandLine, shellQuote } from '../../util/shell-quote.ts';
import type { MapOptions } from '../frame/command-flags.ts';
import { explainIn } from '../frame/explain-in.ts';
import type { RunContext } from '../frame/run-command.ts';
import { describeMap } from '../print/describe-map.ts';
import { compare, createPlace } from './compare.ts';

/** Measures the places of a map, or plans them, or collects what is finished. */
export async function map(options: MapOptions, run: RunContext): Promise<void> {
  if (options.plan && options.collect) {
    throw new UserError('give --plan or --collect, not both');
  }
  const raw = loadConfig(options.config, options.set ?? []);
  const config = explainIn(options.config, () => parseMapConfig(raw));
  const { out } = options;
  const knownMaps = options.known ?? [];
  const known = knownMaps.flatMap((path) => readMap(path).places);
  await takeFolder(out, run);
  try {
    if (options.plan) {
      showPlan(await unmeasuredPlaces(config, { out: resolve(out), known }), run);
      return;
    }
    const metrics = await runMap(config, {
      ...{ out, known },
      compare: options.collect ? undefined : (task, at) => measure(task, at, options, run),
      measureLog: ({ folder, configPath }) =>
        measureLog(configPath, createPlace(folder, options, run)),
      most: options.most ?? Infinity,
      keep: options.keep,
    });
    await writeJsonWhole(join(out, 'map.json'), metrics);
    const inputs = Object.fromEntries(knownMaps.map((path, i) => [`known ${i + 1}`, path]));
    const seed = metrics.places.at(0)?.seeds.at(0) ?? 0;
    await run.record(mapRecord, out, { config: raw, seed, inputs, metrics });
    run.result(metrics, describeMap(metrics));
    if (metrics.left > 0) run.warn(`${plural(metrics.left, 'place')} not measured yet`);
  } finally {
    unlockFolder(out);
  }
}

async function takeFolder(out: string, run: RunContext): Promise<void> {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw explainWriteError(error, out);
  }
  await lockWhenFree(out, run.say);
}

async function measure(
  { name, configPath, folder }: PlaceTask,
  position: string,
  { jobs, checkpointMinutes }: MapOptions,
  run: RunContext,
): Promise<void> {
  const words = ['compare', '--config', configPath, '--out', folder];
  run.say(`place ${position}: ${name}\n$ ${commandLine(words)}`);
  const others = { store: null, set: null, plan: false, collect: false, resume: false };
  await compare(
    { config: configPath, out: folder, jobs, checkpointMinutes, ...others },
    { ...run.forStep(words), result: () => undefined },
  );
}

function showPlan(tasks: readonly PlaceTask[], run: RunContext): void {
  const places = tasks.map(({ name, configPath, folder }) => {
    const words = [process.execPath, process.argv[1], 'compare'];
    words.push('--config', configPath, '--out', folder);
    return { place: name, command: words.map(shellQuote).join(' '), words };
  });
  run.say(`${plural(places.length, 'place')} to measure`);
  run.result({ places }, places.map((place) => JSON.stringify(place)).join('\n'));
}
