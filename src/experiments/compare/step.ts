// What a comparison has done: one stage, with typed settings, into one folder.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IMPORT_SETS } from '../../data/import/import-settings.ts';
import type { ImportSet } from '../../data/import/import-settings.ts';
import { WORLD_SETTINGS } from '../../data/simulate/world-config.ts';
import { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import { ASSIGN_SETTINGS, EMBEDDINGS_SETTINGS } from '../../quantizer/quantizer-inputs.ts';
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import type { AnalysisName } from '../../records/analyze.ts';
import { toWords } from '../../schema/settings.ts';
import type { GivenOf, SettingsTable } from '../../schema/settings.ts';
import { ANALYZE_RUN_SETTINGS } from '../analyses/analysis.ts';
import { ANALYSES } from '../analyses/index.ts';
import { EVAL_DRIFT_SETTINGS, EVAL_SEGMENTS_SETTINGS } from '../evaluation-settings.ts';

/** Settings of the stages, by the name of the command that does each. */
const STAGES = {
  simulate: WORLD_SETTINGS,
  'train-rqvae': { ...EMBEDDINGS_SETTINGS, ...RQ_VAE_SETTINGS },
  assign: ASSIGN_SETTINGS,
  'train-ranker': RANKER_RUN_SETTINGS,
  'eval-segments': EVAL_SEGMENTS_SETTINGS,
  'eval-drift': EVAL_DRIFT_SETTINGS,
} as const;

interface StepOf<Name extends string, Settings> {
  /** A command of sid: "train-ranker", "import globo". */
  readonly stage: Name;
  /** What is given of its settings; the rest have their defaults. */
  readonly settings: Settings;
  /** The folder that it makes: done when that holds run.json. */
  readonly out: string;
}

/** What trains a trial's model. */
export type TrainStep = StepOf<'train-ranker', GivenOf<typeof RANKER_RUN_SETTINGS>>;

/** An analysis of a trial's run. */
export interface AnalysisStep extends StepOf<
  `analyze ${AnalysisName}`,
  GivenOf<typeof ANALYZE_RUN_SETTINGS> & GivenOf<SettingsTable>
> {
  /** Its name in `sid analyze`. */
  readonly analysis: AnalysisName;
}

/** One stage with typed settings and the folder that it makes. */
export type Step =
  | { [S in keyof typeof STAGES]: StepOf<S, GivenOf<(typeof STAGES)[S]>> }[keyof typeof STAGES]
  | StepOf<`import ${ImportSet}`, GivenOf<(typeof IMPORT_SETS)[ImportSet]>>
  | AnalysisStep;

/** Whether a step has been done, by an earlier run too. */
export function isFinished({ out }: Step): boolean {
  return existsSync(join(out, 'run.json'));
}

/** The command line that does a step: for run records and for people. */
export function wordsOf({ stage, settings, out }: Step): string[] {
  return [...stage.split(' '), ...toWords(settingsTable(stage), settings), '--out', out];
}

function settingsTable(stage: Step['stage']): SettingsTable {
  const [first, name] = stage.split(' ');
  if (first === 'import') return IMPORT_SETS[name as ImportSet];
  if (first === 'analyze')
    return { ...ANALYZE_RUN_SETTINGS, ...ANALYSES[name as AnalysisName].settings };
  return STAGES[stage as keyof typeof STAGES];
}
