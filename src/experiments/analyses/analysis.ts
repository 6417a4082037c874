// What an analysis is given and gives.
import { file, folder, nonNegativeInt, positiveInt, positiveNumber } from '../../schema/kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { OptionsOf, SettingsOf, SettingsTable } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import type { PredictKeptModel } from '../predict-kept-model.ts';
import type { RankerRun } from '../ranker-run.ts';

/** What an analysis looks at. */
export interface AnalysisInput {
  /** Corpus folder. */
  readonly corpus: string;
  /** File of semantic IDs; undefined where the run has none and none was given. */
  readonly sids: string | undefined;
  /** The trained ranker; undefined where only a corpus and its codes were given. */
  readonly run: RankerRun | undefined;
  /** The day that is looked at; undefined: the day after the run's last one. */
  readonly day: number | undefined;
  /** Only the first hours of that day. */
  readonly hours: number | undefined;
  /** Of what is drawn at random. */
  readonly seed: number;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** What came out. */
export interface AnalysisResult {
  /**
   * Numbers by name, NaN where there was nothing to measure. `sid compare` averages them over seeds under
   * `<analysis>/<name>`; a config's claims are about them.
   */
  readonly figures: Readonly<Record<string, number>>;
  /** What charts are drawn from: small JSON. */
  readonly detail: Readonly<Record<string, unknown>>;
}

const SUBJECT = defineSettings({
  sids: { kind: file, default: null, otherwise: "the run's", says: 'semantic IDs' },
  day: {
    kind: positiveInt,
    default: null,
    otherwise: "the one after the run's last",
    says: 'day to look at',
  },
  hours: {
    kind: positiveNumber,
    default: null,
    otherwise: 'all',
    paper: '6',
    says: 'only the first hours of the day',
  },
  seed: { kind: nonNegativeInt, default: 1, says: 'seed of what is drawn at random' },
});

/** What an analysis of a trained ranker is asked, besides its own settings. */
export const ANALYZE_RUN_SETTINGS = defineSettings({
  run: { kind: folder, required: true, says: 'folder of a sid train-ranker' },
  ...SUBJECT,
});

/** What an analysis of a corpus and its codes is asked. */
export const ANALYZE_CODES_SETTINGS = defineSettings({
  run: {
    kind: folder,
    default: null,
    says: 'folder of a sid train-ranker, for its corpus and semantic IDs',
  },
  corpus: { kind: folder, default: null, otherwise: "the run's", says: 'corpus folder' },
  ...SUBJECT,
});

/** The settings of an analysis of either kind. */
export type AnalyzeSettings = OptionsOf<Omit<typeof ANALYZE_CODES_SETTINGS, 'corpus'>> & {
  readonly corpus?: string | null;
};

/** What is known of a run before it is trained, too. */
export type RunSettings = Pick<RankerRun, 'embed' | 'config'>;

/** One table or figure: one file in this folder, one line in index.ts. */
export interface Analysis<T extends SettingsTable = SettingsTable> {
  /** For the help and for headings, with its source: "attention patterns (Table 7)". */
  readonly title: string;
  /** What each figure means, by name, in the order of the table; `{n}` stands for a number in a name. */
  readonly meaning: Readonly<Record<string, string>>;
  /** What it takes beside its input. */
  readonly settings: T;
  /** What must be there: a corpus and its codes, or a trained ranker. */
  readonly needs: 'codes' | 'run';
  /** It needs semantic IDs beside the ranker, the run's own or others. */
  readonly needsCodes?: true;
  /** Flags of the help's example, where not any run will do. */
  readonly example?: string;
  /** Why it does not apply to a run, as "it has no attention"; undefined where it does. */
  readonly whyNot?: (run: RunSettings) => string | undefined;
  measure(input: AnalysisInput, settings: SettingsOf<T>): Promise<AnalysisResult>;
}

/** Declares an analysis, so that what it measures knows its settings. */
export function defineAnalysis<T extends SettingsTable>(analysis: Analysis<T>): Analysis<T> {
  return analysis;
}

/** @throws UserError if no ranker was given */
export function runOf(input: AnalysisInput, name: string): RankerRun {
  if (input.run === undefined) {
    throw new UserError(`${name} looks at a trained ranker; give its folder with --run`);
  }
  return input.run;
}

/** @throws UserError if there are no semantic IDs */
export function sidsOf(input: AnalysisInput, name: string): string {
  if (input.sids === undefined) {
    throw new UserError(`${name} needs semantic IDs; give the file of sid assign with --sids`);
  }
  return input.sids;
}

/** Predictions of kept models; the engine is loaded here and not with the registry, which the help reads. */
export async function openPredictor(input: AnalysisInput): Promise<PredictKeptModel> {
  const { createPredictor } = await import('../predict-kept-model.ts');
  return createPredictor(input.onProgress, input.shouldStop);
}
