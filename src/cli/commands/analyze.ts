// `sid analyze <table or figure>`.
import { Command } from 'commander';
import { join, resolve } from 'node:path';
import type { Analysis, AnalysisResult } from '../../experiments/analyses/analysis.ts';
import { ANALYSES } from '../../experiments/analyses/index.ts';
import { flagOf } from '../../experiments/compare/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import { addExamples } from '../frame/help.ts';
import { parseNonNegativeInt, parsePositiveInt, parsePositiveNumber } from '../frame/options.ts';
import { defineCommand } from '../frame/run-command.ts';
import type { RunContext } from '../frame/run-command.ts';
import { drawTable, formatFixed } from '../print/tables.ts';

interface AnalyzeOptions {
  readonly run?: string;
  readonly corpus?: string;
  readonly sids?: string;
  readonly day?: number;
  readonly hours?: number;
  readonly seed: number;
  readonly out?: string;
  readonly force?: true;
}

const EXAMPLES = {
  run: '--run runs/prefix',
  codes: '--corpus data/globo --sids runs/sids/sids.arrow',
};

/** `sid analyze`: tables and figures of the paper on one trained ranker, or on one set of codes. */
export function createAnalyzeCommand(): Command {
  const command = new Command('analyze').description(
    "the paper's tables and figures, on one trained ranker or one set of semantic IDs",
  );
  for (const [name, analysis] of Object.entries(ANALYSES)) {
    command.addCommand(createSubcommand(name, analysis));
  }
  return command;
}

function createSubcommand(name: string, analysis: Analysis): Command {
  const command = new Command(name).description(analysis.title);
  if (analysis.needs === 'run') {
    command.requiredOption('--run <dir>', 'folder of a sid train-ranker');
  } else {
    command
      .option('--run <dir>', 'folder of a sid train-ranker, for its corpus and semantic IDs')
      .option('--corpus <dir>', 'corpus folder, where no --run is given');
  }
  command
    .option('--sids <file>', "semantic IDs (default: the run's)")
    .option('--day <n>', "day to look at (default: the one after the run's last)", parsePositiveInt)
    .option('--hours <n>', 'only the first hours of the day (paper: 6)', parsePositiveNumber);
  for (const [key, { text, initial }] of Object.entries(analysis.parameters)) {
    command.option(`${flagOf(key)} <n>`, text, parsePositiveInt, initial);
  }
  command
    .option('--seed <n>', 'seed of what is drawn at random', parseNonNegativeInt, 1)
    .option('--out <dir>', 'folder for run.json')
    .option('--force', 'replace what --out holds');
  addExamples(command, [
    `sid analyze ${name} ${analysis.example ?? EXAMPLES[analysis.needs]} --out runs/${name}`,
  ]);
  return defineCommand<AnalyzeOptions>(command, (options, run) =>
    analyze(name, analysis, options, run),
  );
}

async function analyze(
  name: string,
  analysis: Analysis,
  options: AnalyzeOptions,
  run: RunContext,
): Promise<void> {
  const { out, seed } = options;
  const force = options.force === true;
  if (out !== undefined) assertFolderIsFree(out, { force });
  const { readRankerRun } = await import('../../experiments/ranker-run.ts');
  const ranker = options.run === undefined ? undefined : readRankerRun(options.run);
  const reason = ranker && analysis.whyNot?.(ranker);
  if (reason !== undefined) throw new UserError(`${name}: ${String(options.run)}: ${reason}`);
  const corpus = options.corpus ?? ranker?.corpus;
  if (corpus === undefined) throw new UserError(`give --corpus (and --sids), or --run`);
  const sids = options.sids ?? (ranker?.config.sids as string | null | undefined) ?? undefined;
  const input = {
    corpus: resolve(corpus),
    sids: sids === undefined ? undefined : resolve(sids),
    day: options.day,
    hours: options.hours,
    seed,
  };
  const parameters = Object.fromEntries(
    Object.keys(analysis.parameters).map((key) => [key, Number(Reflect.get(options, key))]),
  );
  const { onProgress, shouldStop } = run;
  const result = await analysis.measure(
    { ...input, run: ranker, onProgress, shouldStop },
    parameters,
  );
  const metrics = { analysis: name, figures: finiteOrNull(result.figures), detail: result.detail };
  if (out !== undefined) {
    const inputs = {
      ...(options.run === undefined ? {} : { run: join(options.run, 'run.json') }),
      ...(input.sids === undefined ? {} : { sids: input.sids }),
    };
    await writeFolderWhole(out, { force }, async (folder) => {
      const config = { ...input, run: options.run === undefined ? null : resolve(options.run) };
      await run.record(folder, { config: { ...config, ...parameters }, seed, inputs, metrics });
    });
  }
  run.result(metrics, describe(analysis, result));
}

function finiteOrNull(figures: AnalysisResult['figures']): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}

function describe(analysis: Analysis, { figures }: AnalysisResult): string {
  const meaningOf = (name: string): string =>
    analysis.meaning[name] ?? analysis.meaning[name.replaceAll(/\d+/g, '{n}')] ?? '';
  const rows = Object.entries(figures).map(([name, value]) => [
    name,
    formatFixed(value),
    meaningOf(name),
  ]);
  return `${analysis.title}\n\n${drawTable(['figure', 'value', 'meaning'], rows, ['figure', 'meaning'])}`;
}
