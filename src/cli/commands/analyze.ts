// `sid analyze <table or figure>`.
import { join, resolve } from 'node:path';
import type { AnalysisResult } from '../../experiments/analyses/analysis-input.ts';
import type { Analysis, AnalyzeSettings } from '../../experiments/analyses/analysis.ts';
import { ANALYSES } from '../../experiments/analyses/index.ts';
import { readRankerRun } from '../../experiments/ranker-run.ts';
import { ANALYZE_RECORDS } from '../../records/analyze-records.ts';
import type { AnalysisName, AnalyzeMetrics } from '../../records/analyze-records.ts';
import { valuesOf } from '../../schema/settings.ts';
import type { OptionsOf } from '../../schema/settings.ts';
import { assertFolderIsFree, writeFolderWhole } from '../../util/atomic-output.ts';
import { UserError } from '../../util/errors.ts';
import type { OPTIONAL_OUT } from '../frame/common-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { drawTable, formatFixed } from '../print/tables.ts';

type AnalyzeOptions = AnalyzeSettings & OptionsOf<typeof OPTIONAL_OUT>;

/** A table or figure of the paper on one trained ranker, or on one set of codes. */
export function analyzeWith(
  name: AnalysisName,
): (options: AnalyzeOptions, run: RunContext) => Promise<void> {
  return (options, run) => analyze(name, ANALYSES[name], options, run);
}

async function analyze<N extends AnalysisName>(
  name: N,
  analysis: Analysis<N>,
  options: AnalyzeOptions,
  run: RunContext,
): Promise<void> {
  const { out, force, seed } = options;
  if (out !== null) assertFolderIsFree(out, { force });
  const ranker = options.run === null ? undefined : readRankerRun(options.run);
  const reason = ranker && analysis.whyNot?.(ranker);
  if (reason !== undefined) throw new UserError(`${name}: ${String(options.run)}: ${reason}`);
  const corpus = options.corpus ?? ranker?.corpus;
  if (corpus === undefined) throw new UserError(`give --corpus (and --sids), or --run`);
  const sids = options.sids ?? ranker?.config.sids ?? undefined;
  const input = {
    corpus: resolve(corpus),
    sids: sids === undefined ? undefined : resolve(sids),
    day: options.day ?? undefined,
    hours: options.hours ?? undefined,
    seed,
  };
  const settings = valuesOf(analysis.settings, { ...options });
  const { onProgress, shouldStop } = run;
  const measure = await analysis.load();
  const result = await measure({ ...input, run: ranker, onProgress, shouldStop }, settings);
  const metrics: AnalyzeMetrics<N> = {
    analysis: name,
    figures: result.figures,
    by_construction: result.byConstruction ?? [],
    detail: result.detail,
  };
  if (out !== null) {
    const inputs = {
      ...(options.run === null ? {} : { run: join(options.run, 'run.json') }),
      ...(input.sids === undefined ? {} : { sids: input.sids }),
    };
    await writeFolderWhole(out, { force }, async (folder) => {
      const subject = {
        run: options.run === null ? null : resolve(options.run),
        corpus: input.corpus,
        sids: input.sids ?? null,
      };
      const { day, hours } = options;
      const config = { ...subject, day, hours, seed, ...settings };
      await run.record(ANALYZE_RECORDS[name], folder, { config, seed, inputs, metrics });
    });
  }
  run.result(metrics, describe(analysis, result));
}

function describe(analysis: Analysis, { figures, byConstruction = [] }: AnalysisResult): string {
  const meaningOf = (name: string): string =>
    analysis.meaning[name] ?? analysis.meaning[name.replaceAll(/\d+/g, '{n}')] ?? '';
  const rows = Object.entries(figures).map(([name, value]) => [
    name,
    formatFixed(value),
    meaningOf(name) + (byConstruction.includes(name) ? ' (0 by construction here)' : ''),
  ]);
  return `${analysis.title}\n\n${drawTable(['figure', 'value', 'meaning'], rows, ['figure', 'meaning'])}`;
}
