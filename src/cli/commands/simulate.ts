// `sid simulate`.
import { Command } from 'commander';
import { DEFAULT_WORLD_CONFIG } from '../../data/simulate/world-config.ts';
import type { WorldConfig } from '../../data/simulate/world-config.ts';
import type { Simulation } from '../../data/simulate/simulate-corpus.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { describeSimulation, simulationToJson } from '../print/describe-simulation.ts';
import { addExamples } from '../frame/help.ts';
import {
  parseFraction,
  parseNonNegativeInt,
  parseNonNegativeNumber,
  parsePositiveInt,
  parsePositiveNumber,
  parseThreeInts,
} from '../frame/options.ts';
import { defineCommand } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';

type SimulateOptions = WorldConfig & { readonly out: string; readonly force?: true };

/** `sid simulate`: a seeded world, its log and its items. */
export function createSimulateCommand(): Command {
  const d = DEFAULT_WORLD_CONFIG;
  const command = new Command('simulate')
    .description(
      'day-ordered impression logs and item embeddings from a seeded world\n\n' +
        'The world has the facts of Zheng 2025: skewed impressions, items that live for days, clusters ' +
        'of content. It says how well the written log matches them.',
    )
    .requiredOption('--out <dir>', 'corpus folder to write')
    .option(
      '--items <n>',
      'items alive at any one time, not the total: 11 % a day die and are replaced (20 days: 3.3 times as many)',
      parsePositiveInt,
      d.items,
    )
    .option('--users <n>', 'users', parsePositiveInt, d.users)
    .option('--days <n>', 'days of the log', parsePositiveInt, d.days)
    .option(
      '--impressions-per-day <n>',
      'impressions of each day',
      parsePositiveInt,
      d.impressionsPerDay,
    )
    .option(
      '--embedding-width <n>',
      'D, floats in an embedding',
      parsePositiveInt,
      d.embeddingWidth,
    )
    .option(
      '--embedding-noise <x>',
      "length of an embedding's noise over that of its cluster's vector",
      parseNonNegativeNumber,
      d.embeddingNoise,
    )
    .option(
      '--half-life-days <x>',
      'half of the items are gone after so many days',
      parsePositiveNumber,
      d.halfLifeDays,
    )
    .option('--mean-ctr <x>', 'mean click probability', parseFraction, d.meanCtr)
    .option(
      '--clusters <list>',
      'branches of the content tree at its three levels',
      parseThreeInts,
      d.clusters,
    )
    .option(
      '--taste-spread <x>',
      'deviation of taste over users and clusters, in logits',
      parseNonNegativeNumber,
      d.tasteSpread,
    )
    .option(
      '--quality-spread <x>',
      'deviation of an item quality that content does not explain, in logits',
      parseNonNegativeNumber,
      d.qualitySpread,
    )
    .option(
      '--cluster-spread <x>',
      "deviation of the clusters' quality, in logits",
      parseNonNegativeNumber,
      d.clusterSpread,
    )
    .option(
      '--drift-spread <x>',
      'deviation of the slow drift of log popularity',
      parseNonNegativeNumber,
      d.driftSpread,
    )
    .option(
      '--copy-share <x>',
      'share of items that are copies, half of them exact; at most 0.5',
      parseFraction,
      d.copyShare,
    )
    .option('--seed <n>', 'seed of the world', parseNonNegativeInt, d.seed)
    .option('--force', 'replace what --out holds');
  addExamples(command, ['sid simulate --items 20000 --users 5000 --days 21 --out data/world']);
  return defineCommand<SimulateOptions>(command, simulate);
}

async function simulate(options: SimulateOptions, run: RunContext): Promise<void> {
  const { out, force = false } = options;
  const config = Object.fromEntries(
    Object.keys(DEFAULT_WORLD_CONFIG).map((key) => [key, options[key as keyof WorldConfig]]),
  ) as unknown as WorldConfig;
  assertFolderIsFree(out, { force });
  const { simulateCorpus } = await import('../../data/simulate/simulate-corpus.ts');
  let simulation: Simulation | undefined;
  await writeFolderWhole(out, { force }, async (folder) => {
    const { onProgress, shouldStop } = run;
    simulation = await simulateCorpus({ config, folder, onProgress, shouldStop });
    const metrics = simulationToJson(simulation, run.elapsedSeconds());
    await run.record(folder, { config, seed: config.seed, inputs: {}, metrics });
  });
  if (simulation === undefined) throw new Error('writeFolderWhole did not run its work');
  const seconds = run.elapsedSeconds();
  run.result(
    { corpus: out, ...simulationToJson(simulation, seconds) },
    describeSimulation(out, config, simulation, seconds),
  );
}
