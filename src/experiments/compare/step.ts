// A unit of work of a comparison: one stage, its typed settings, one output folder.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TRAIN_CLIP_SETTINGS } from '../../contrastive/train-clip-settings.ts';
import { IMPORT_SETS } from '../../data/import/import-settings.ts';
import type { ImportSet } from '../../data/import/import-settings.ts';
import { SHUFFLE_SETTINGS } from '../../data/shuffle/shuffle-settings.ts';
import { WORLD_SETTINGS } from '../../data/simulate/world-config.ts';
import { DECODE_SETTINGS } from '../../decode/decode-settings.ts';
import { DESCRIBE_SETTINGS } from '../../describe/describe-settings.ts';
import { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import { GROUND_SETTINGS } from '../../grounding/grounding-settings.ts';
import { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import { ASSIGN_SETTINGS, EMBEDDINGS_SETTINGS } from '../../quantizer/quantizer-inputs.ts';
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import type { AnalysisName } from '../../records/analyze-records.ts';
import { byName, objectOf, string, unknown } from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';
import { parseGiven, toWords } from '../../schema/settings.ts';
import type { GivenOf, SettingsTable } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { ANALYZE_RUN_SETTINGS } from '../analyses/analysis.ts';
import { ANALYSES, ANALYSIS_NAMES } from '../analyses/index.ts';
import { EVAL_DRIFT_SETTINGS, EVAL_SEGMENTS_SETTINGS } from '../evaluation-settings.ts';

/** Settings of the stages, by the name of the command that does each. */
const STAGES = {
  simulate: WORLD_SETTINGS,
  'shuffle-labels': SHUFFLE_SETTINGS,
  ground: GROUND_SETTINGS,
  describe: DESCRIBE_SETTINGS,
  'train-clip': TRAIN_CLIP_SETTINGS,
  embed: EMBED_SETTINGS,
  'train-rqvae': { ...EMBEDDINGS_SETTINGS, ...RQ_VAE_SETTINGS },
  assign: ASSIGN_SETTINGS,
  decode: DECODE_SETTINGS,
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
export type AnalysisStep = StepOf<
  `analyze ${AnalysisName}`,
  GivenOf<typeof ANALYZE_RUN_SETTINGS> & GivenOf<SettingsTable>
>;

/** One stage with typed settings and the folder that it makes. */
export type Step =
  | { [S in keyof typeof STAGES]: StepOf<S, GivenOf<(typeof STAGES)[S]>> }[keyof typeof STAGES]
  | StepOf<`import ${ImportSet}`, GivenOf<(typeof IMPORT_SETS)[ImportSet]>>
  | AnalysisStep;

export function isTraining(step: Step): step is TrainStep {
  return step.stage === 'train-ranker';
}

/** Whether a step has been done, by an earlier run too. */
export function isFinished({ out }: Step): boolean {
  return existsSync(join(out, 'run.json'));
}

/** The command line that does a step: for run records and for people. */
export function wordsOf({ stage, settings, out }: Step): string[] {
  return [...stage.split(' '), ...toWords(settingsTable(stage), settings), '--out', out];
}

/** A step as JSON, before its settings are known to be its stage's. */
export const stepSchema = objectOf({
  stage: string('a text'),
  settings: byName(unknown()),
  out: string('a text'),
});

/** @throws UserError for a stage that there is not, and for settings that are not its own */
export function parseStep({ stage, settings, out }: InferOutput<typeof stepSchema>): Step {
  return { stage, settings: parseGiven(settingsTable(stage), settings, stage), out } as Step;
}

const TABLES: ReadonlyMap<string, SettingsTable> = new Map<string, SettingsTable>([
  ...Object.entries(STAGES),
  ...Object.entries(IMPORT_SETS).map(([set, table]) => [`import ${set}`, table] as const),
  ...ANALYSIS_NAMES.map(
    (name) => [`analyze ${name}`, { ...ANALYZE_RUN_SETTINGS, ...ANALYSES[name].settings }] as const,
  ),
]);

/** The settings of a stage. @throws UserError for a stage that there is not */
export function settingsTable(stage: string): SettingsTable {
  const table = TABLES.get(stage);
  if (table !== undefined) return table;
  throw new UserError(`no stage is called "${stage}"; ${suggestName(stage, [...TABLES.keys()])}`);
}
