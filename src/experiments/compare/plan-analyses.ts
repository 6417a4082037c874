// The analyses of a trial as steps.
import { join } from 'node:path';
import { RANKER_SETTINGS } from '../../ranker/model/ranker-config.ts';
import { completeSettings } from '../../schema/settings.ts';
import type { GivenOf } from '../../schema/settings.ts';
import type { EmbedName } from '../../sid/strategies.ts';
import { ANALYSES } from '../analyses/index.ts';
import type { PointConfig } from './point-config.ts';
import { shortHash } from '../../util/hash-file.ts';
import type { AnalysisStep } from './step.ts';

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
    const asked = { run: runFolder, ...given, sids };
    return [{ stage: `analyze ${analysis}` as const, settings: asked, out }];
  });
}
