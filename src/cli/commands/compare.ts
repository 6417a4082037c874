// `sid compare`.
import { Command } from 'commander';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { RawConfig } from '../../schema/load-config.ts';
import type { CompareConfig } from '../../experiments/compare/compare-config.ts';
import type { ComparisonJob } from '../../experiments/compare/comparison-job.ts';
import type { Work } from '../../experiments/compare/plan-comparison.ts';
import type { PreparedInputs } from '../../experiments/compare/plan-trials.ts';
import type { Comparison } from '../../experiments/compare/run-comparison.ts';
import type { FailedTrial } from '../../experiments/compare/run-trials.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { count } from '../../util/count.ts';
import { UserError } from '../../util/errors.ts';
import { shellQuote } from '../../util/shell-quote.ts';
import type { FindCommand } from '../frame/check-config-flags.ts';
import { addExamples } from '../frame/help.ts';
import { parsePositiveInt } from '../frame/options.ts';
import { defineCommand } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { packageVersion } from '../frame/version.ts';

/** Options of `sid compare`. */
export interface CompareOptions {
  readonly config: string;
  readonly out: string;
  readonly store?: string;
  readonly jobs?: number;
  readonly set?: readonly string[];
  readonly plan?: true;
  readonly collect?: true;
}

/** `sid compare`: a table of strategies x seeds from one config. */
export function createCompareCommand(findCommand: FindCommand): Command {
  const command = new Command('compare')
    .description(
      'a table of strategies x seeds from one config, trials side by side, finished trials kept\n\n' +
        'The keys of a config are explained in configs/README.md. After an interruption the same ' +
        'command goes on where it stopped.',
    )
    .requiredOption('--config <file>', 'JSON configuration')
    .requiredOption('--out <dir>', 'folder for results.json and run.json')
    .option(
      '--store <dir>',
      'folder for data and trials, which comparisons may share (default: --out)',
    )
    .option(
      '--jobs <n>',
      'processes at a time, of one trial or several (default: one for each core)',
      parsePositiveInt,
    )
    .option('--set <key=value>', 'change a key of the config; may be repeated', collect)
    .option(
      '--plan',
      'make the inputs, then print a line of JSON for each unfinished trial, with the command that ' +
        'does it; train nothing',
    )
    .option('--collect', 'the table of what is finished; train nothing')
    .option('--resume', 'go on after an interruption; this is so without it too');
  addExamples(command, [
    'sid compare --config configs/tiny.json --out runs/tiny',
    'sid compare --config configs/globo.json --out runs/globo --set seeds=[1,2] --jobs 2',
    'sid compare --config configs/tiny.json --out runs/tiny --plan | jq -r .command | parallel -j 4',
  ]);
  return defineCommand<CompareOptions>(command, (options, run) =>
    compare(options, run, findCommand),
  );
}

/** Runs or completes a comparison and shows its table; or plans it, or collects what is finished. */
export async function compare(
  options: CompareOptions,
  run: RunContext,
  findCommand: FindCommand,
): Promise<void> {
  if (options.plan && options.collect) {
    throw new UserError('give --plan or --collect, not both');
  }
  const [{ loadConfig }, { parseCompareConfig }, { assertFlagsKnown }, { claimFolder }, runner] =
    await Promise.all([
      import('../../schema/load-config.ts'),
      import('../../experiments/compare/compare-config.ts'),
      import('../frame/check-config-flags.ts'),
      import('../../experiments/compare/claim-folder.ts'),
      import('../../experiments/compare/run-comparison.ts'),
    ]);
  const raw = loadConfig(options.config, options.set);
  const config = explainIn(options.config, () => {
    const parsed = parseCompareConfig(raw);
    assertFlagsKnown(parsed, findCommand);
    return parsed;
  });
  const { out, store = out } = options;
  const releases: (() => void)[] = [];
  try {
    for (const folder of new Set([out, store])) releases.push(claimFolder(folder));
    if (options.plan) {
      const job = createJob(resolve(store), options, run);
      await showPlan(await runner.listUnfinished(withAbsolutePaths(config), job), run);
    } else {
      const job = createJob(store, options, run);
      const work = options.collect ? runner.collectFinished : runner.runComparison;
      await showComparison(await work(config, job), { config, raw, out, store, run });
    }
  } finally {
    for (const release of releases) release();
  }
}

function createJob(store: string, options: CompareOptions, run: RunContext): ComparisonJob {
  return {
    out: store,
    jobs: options.jobs ?? availableParallelism(),
    threads: Number(process.env.SID_THREADS) || availableParallelism(),
    version: packageVersion(),
    onProgress: run.onProgress,
    shouldStop: run.shouldStop,
    say: run.say,
    warn: run.warn,
  };
}

/** What is planned runs in any folder. */
function withAbsolutePaths(config: CompareConfig): CompareConfig {
  const absolute = (path: string | undefined): string | undefined => path && resolve(path);
  const points = config.points.map((point) => {
    const { corpus, sids } = point.config;
    return {
      ...point,
      config: { ...point.config, corpus: absolute(corpus), sids: absolute(sids) },
    };
  });
  return { ...config, points };
}

async function showPlan(works: readonly Work[], run: RunContext): Promise<void> {
  const { wordsOf } = await import('../../experiments/compare/plan-comparison.ts');
  const trials = works.map((work) => {
    const words = [process.execPath, process.argv[1], ...wordsOf(work)];
    return { trial: work.id, command: words.map(shellQuote).join(' '), words };
  });
  run.say(`${count(trials.length, 'trial')} to run`);
  run.result({ trials }, trials.map((trial) => JSON.stringify(trial)).join('\n'));
}

interface Shown {
  readonly config: CompareConfig;
  readonly raw: RawConfig;
  readonly out: string;
  readonly store: string;
  readonly run: RunContext;
}

async function showComparison(
  comparison: Comparison,
  { config, raw, out, store, run }: Shown,
): Promise<void> {
  const [{ comparisonToJson }, { describeComparison }] = await Promise.all([
    import('../../experiments/compare/comparison-json.ts'),
    import('../print/describe-comparison.ts'),
  ]);
  const results = { ...comparisonToJson(comparison), out };
  await writeJsonWhole(join(out, 'results.json'), results);
  const { seeds } = config.points[0].config;
  const inputs = nameInputs(comparison.inputs);
  await run.record(out, { config: raw, seed: seeds[0], inputs, metrics: results });
  run.result(results, describeComparison(comparison, config, { out, store }));
  const { failed, missing } = comparison;
  if (failed.length > 0) throw failureOf(failed);
  if (missing.length > 0) run.warn(`not finished yet: ${missing.join(', ')}`);
}

/** `corpus` and `sids`; where there are several, `corpus 2`, `sids 2` and so on too. */
function nameInputs(inputs: readonly PreparedInputs[]): Record<string, string> {
  const named: Record<string, string> = {};
  const kinds = {
    corpus: inputs.map((each) => each.corpus),
    sids: inputs.flatMap((each) => [...each.sids.values()]),
  };
  for (const [kind, paths] of Object.entries(kinds)) {
    for (const [i, path] of [...new Set(paths)].filter((each) => each !== undefined).entries()) {
      named[i === 0 ? kind : `${kind} ${i + 1}`] = path;
    }
  }
  return named;
}

/** What was wrong with each has been said when it ended. */
function failureOf(failed: readonly FailedTrial[]): Error {
  const names = failed.map(({ strategy, seed }) => `${strategy} seed ${seed}`).join(', ');
  const text =
    `${count(failed.length, 'trial')} failed, the tables are without what they lack: ${names}; ` +
    'mend the cause and run the same command again, finished trials are kept';
  return failed.every(({ status }) => status === 2) ? new UserError(text) : new Error(text);
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
