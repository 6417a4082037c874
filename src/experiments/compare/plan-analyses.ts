// The analyses of a trial as steps.
import { join } from 'node:path';
import { RANKER_SETTINGS } from '../../ranker/model/ranker-config.ts';
import { completeSettings, toWords } from '../../schema/settings.ts';
import type { GivenOf } from '../../schema/settings.ts';
import type { EmbedName } from '../../sid/strategies.ts';
import { ANALYZE_RUN_SETTINGS } from '../analyses/analysis.ts';
import { ANALYSES } from '../analyses/index.ts';
import type { PointConfig } from './point-config.ts';
import { shortHash } from './short-hash.ts';
import type { Step } from './step.ts';

/** A `sid analyze` of a trial's run. */
export interface AnalysisStep extends Step {
  /** Its name in `sid analyze`. */
  readonly analysis: string;
}

/** What a trial's analyses look at. */
export interface AnalyzedTrial {
  readonly folder: string;
  readonly runFolder: string;
  readonly embed: EmbedName;
  /** Of the trial's `sid train-ranker`. */
  readonly settings: GivenOf<typeof RANKER_SETTINGS>;
  /** The day that is evaluated. */
  readonly day: number;
  /** The comparison's semantic IDs where the run is trained without; else an analysis takes the run's own. */
  readonly sids: string | undefined;
  /** Of the comparison's semantic IDs; undefined where it has none. */
  readonly sidsHash: string | undefined;
}

/** One step for each analysis of the config that applies to the run, which need not be trained yet. */
export function planAnalyses(config: PointConfig, trial: AnalyzedTrial): AnalysisStep[] {
  const { folder, runFolder, embed, settings, day, sids, sidsHash } = trial;
  const run = { embed, config: completeSettings(RANKER_SETTINGS, settings, 'ranker') };
  return config.analyses.flatMap(({ analysis, settings: own }) => {
    if (ANALYSES[analysis].whyNot?.(run) !== undefined) return [];
    const given = { day, hours: config.evaluate.hours, ...own };
    const out = join(folder, `analysis-${analysis}-${shortHash({ given, sidsHash })}`);
    const table = { ...ANALYZE_RUN_SETTINGS, ...ANALYSES[analysis].settings };
    const asked = { run: runFolder, ...given, sids };
    const words = ['analyze', analysis, ...toWords(table, asked), '--out', out];
    return [{ analysis, words, folder: out, finishedFile: 'run.json' }];
  });
}
