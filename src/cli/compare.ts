import { Command } from 'commander';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Comparison } from '../experiments/run-comparison.ts';
import type { CompareConfig } from '../experiments/compare-config.ts';
import { writeJsonWhole } from '../util/atomic-output.ts';
import { UserError } from '../util/errors.ts';
import { suggestName } from '../util/nearest-name.ts';
import { describeDrift, describeIntervals } from './eval-drift.ts';
import { addExamples } from './help.ts';
import { parsePositiveInt } from './options.ts';
import { defineCommand } from './run-command.ts';
import type { RunContext } from './run-command.ts';
import { packageVersion } from './version.ts';

/** Options of `sid compare`. */
export interface CompareOptions {
  readonly config: string;
  readonly out: string;
  readonly jobs?: number;
  readonly set?: readonly string[];
}

/** What the command needs of the others: their flags, to check the config's keys by. */
export type FindCommand = (words: readonly string[]) => Command | undefined;

/** `sid compare`: a table of strategies x seeds from one config. */
export function createCompareCommand(findCommand: FindCommand): Command {
  const command = new Command('compare')
    .description(
      'a table of strategies x seeds from one config, trials side by side, finished trials kept\n\n' +
        'The keys of a config are explained in configs/README.md. After an interruption the same ' +
        'command goes on where it stopped.',
    )
    .requiredOption('--config <file>', 'JSON configuration')
    .requiredOption('--out <dir>', 'folder for trials, results.json and run.json')
    .option('--jobs <n>', 'trials at a time (default: one for each core)', parsePositiveInt)
    .option('--set <key=value>', 'change a key of the config; may be repeated', collect)
    .option('--resume', 'go on after an interruption; this is so without it too');
  addExamples(command, [
    'sid compare --config configs/tiny.json --out runs/tiny',
    'sid compare --config configs/globo.json --out runs/globo --set seeds=[1,2] --jobs 2',
  ]);
  return defineCommand<CompareOptions>(command, (options, run) =>
    compare(options, run, findCommand),
  );
}

/** Runs or completes a comparison and shows its table. */
export async function compare(
  options: CompareOptions,
  run: RunContext,
  findCommand: FindCommand,
): Promise<void> {
  const { out } = options;
  const [{ loadConfig }, { parseCompareConfig }, { claimFolder }] = await Promise.all([
    import('../config/load-config.ts'),
    import('../experiments/compare-config.ts'),
    import('../experiments/claim-folder.ts'),
  ]);
  const config = explainIn(options.config, () =>
    parseCompareConfig(loadConfig(options.config, options.set)),
  );
  await assertFlagsKnown(config, findCommand, options.config);
  const release = claimFolder(out);
  try {
    const { runComparison } = await import('../experiments/run-comparison.ts');
    const comparison = await runComparison(config, {
      out,
      jobs: options.jobs ?? availableParallelism(),
      threads: Number(process.env.SID_THREADS) || availableParallelism(),
      version: packageVersion(),
      onProgress: run.onProgress,
      shouldStop: run.shouldStop,
      say: run.say,
      warn: run.warn,
    });
    await showComparison(comparison, config, out, run);
  } finally {
    release();
  }
}

async function showComparison(
  comparison: Comparison,
  config: CompareConfig,
  out: string,
  run: RunContext,
): Promise<void> {
  const { corpus, sids, failed } = comparison;
  const { comparisonToJson } = await import('../experiments/comparison-json.ts');
  const results = { ...comparisonToJson(comparison), out };
  await writeJsonWhole(join(out, 'results.json'), results);
  const inputs = { corpus, ...(sids === undefined ? {} : { sids }) };
  await run.record(out, { config, seed: config.seeds[0], inputs, metrics: results });
  run.result(results, await describeComparison(comparison, config, out));
  if (failed.length > 0) {
    // What was wrong with each has been said when it ended.
    const names = failed.map(({ strategy, seed }) => `${strategy} seed ${seed}`).join(', ');
    const text =
      `${count(failed.length, 'trial')} failed, the table is without them: ${names}; ` +
      'mend the cause and run the same command again, finished trials are kept';
    if (failed.every(({ status }) => status === 2)) throw new UserError(text);
    throw new Error(text);
  }
}

async function describeComparison(
  comparison: Comparison,
  config: CompareConfig,
  out: string,
): Promise<string> {
  const { comparisonTable, driftsOf } = await import('./tables.ts');
  const { readCorpusInfo } = await import('../artifacts/corpus.ts');
  const { results, baseline, corpus } = comparison;
  if (results.length === 0) return 'no trial was finished';
  const all = results[0].segments.find(({ segment }) => segment === 'all');
  const gains = results.flatMap(({ gain }) => (gain === undefined ? [] : [gain]));
  const parts = [
    `${count(results[0].seeds.length, 'seed')}, ${all?.impressions ?? 0} impressions of ` +
      `${all?.items ?? 0} items, label rate ${all?.labelRate.toFixed(4) ?? '-'}; ` +
      'NE: lower is better, ± is the standard deviation over seeds',
    `non-clicks: ${readCorpusInfo(corpus).negativesRule}`,
    comparisonTable(results, baseline),
    ...(gains.length > 0 ? [describeIntervals(gains)] : []),
  ];
  const drifts = driftsOf(results);
  if (config.drift !== undefined && drifts.length > 0) {
    const { earlyDay, lateDay } = config.drift;
    parts.push(describeDrift(drifts, { earlyDay, lateDay }));
  }
  parts.push(`all figures: ${join(out, 'results.json')}   trials: ${join(out, 'trials')}`);
  return parts.join('\n\n');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** A misspelt flag is found before the first trial starts. */
async function assertFlagsKnown(
  config: CompareConfig,
  findCommand: FindCommand,
  path: string,
): Promise<void> {
  const { assertKnownSettings } = await import('../experiments/settings.ts');
  const check = (words: readonly string[], settings: object | undefined, where: string): void => {
    if (settings === undefined) return;
    const command = findCommand(words);
    const flags = command?.options.flatMap(({ long }) => (long ? [long] : [])) ?? [];
    explainIn(path, () => {
      if (command === undefined) {
        const names = findCommand(words.slice(0, -1))?.commands.map((each) => each.name()) ?? [];
        const name = words.at(-1) ?? '';
        throw new UserError(`"import.set" is "${name}"; ${suggestName(name, names)}`);
      }
      assertKnownSettings({ ...settings }, flags, where);
    });
  };
  check(['simulate'], config.simulate, 'simulate');
  if (config.import !== undefined) {
    const { set, ...flags } = config.import;
    check(['import', String(set)], flags, 'import');
  }
  check(['train-rqvae'], config.rqvae, 'rqvae');
  check(['train-ranker'], config.ranker, 'ranker');
  for (const { name, ranker } of config.strategies) {
    check(['train-ranker'], ranker, `strategies "${name}"`);
  }
}

/** Puts the file's name before a complaint about its content. */
function explainIn<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError) || error.message.includes(path)) throw error;
    throw new UserError(`${path}: ${error.message}`);
  }
}

function collect(value: string, all: readonly string[] = []): string[] {
  return [...all, value];
}
