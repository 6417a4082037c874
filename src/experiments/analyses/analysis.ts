// How an analysis is declared.
import { file, folder, nonNegativeInt, positiveInt, positiveNumber } from '../../schema/kinds.ts';
import { withoutEffect } from '../../schema/change-settings.ts';
import { defineSettings, pickSettings } from '../../schema/settings.ts';
import type { OptionsOf, SettingsOf, SettingsTable } from '../../schema/settings.ts';
import type { RankerConfig } from '../../ranker/model/ranker-config.ts';
import type { EmbedName } from '../../sid/strategies.ts';
import type { AnalysisName } from '../../records/analyze-records.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

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
export interface RunSettings {
  readonly embed: EmbedName;
  readonly config: RankerConfig;
}

/** One table or figure: a file of this, one with its measuring, a line in index.ts. */
export interface Analysis<
  N extends AnalysisName = AnalysisName,
  T extends SettingsTable = SettingsTable,
> {
  /** For the help and for headings, with its source: "attention patterns (Table 7)". */
  readonly title: string;
  /** What each figure means, by name, in the order of the table; `{n}` stands for a number in a name. */
  readonly meaning: Readonly<Record<string, string>>;
  /** What it takes beside its input. */
  readonly settings: T;
  /** What it looks at of that which any may be asked; the rest has no effect. */
  readonly looksAt: readonly (keyof typeof SUBJECT)[];
  /** What must be there: a corpus and its codes, or a trained ranker. */
  readonly needs: 'codes' | 'run';
  /** It needs semantic IDs beside the ranker, the run's own or others. */
  readonly needsCodes?: true;
  /** Flags of the help's example, where not any run will do. */
  readonly example?: string;
  /** Why it does not apply to a run, as "it has no attention"; undefined where it does. */
  readonly whyNot?: (run: RunSettings) => string | undefined;
  /** Its measuring, loaded when it is wanted: the help reads the rest. */
  readonly load: () => Promise<Measure<N, T>>;
}

/** A method's type, so that analyses of any settings go into one registry. */
type Measure<N extends AnalysisName, T> = {
  measure(input: AnalysisInput, settings: SettingsOf<T>): Promise<AnalysisResult<N>>;
}['measure'];

/** What `sid analyze` asks for one, besides its own settings. */
export function subjectOf(name: AnalysisName, { needs, looksAt }: Analysis) {
  const table = needs === 'run' ? ANALYZE_RUN_SETTINGS : ANALYZE_CODES_SETTINGS;
  const keys = Object.keys(SUBJECT) as (keyof typeof SUBJECT)[];
  const idle = pickSettings(
    SUBJECT,
    keys.filter((key) => !looksAt.includes(key)),
  );
  return { ...table, ...withoutEffect(idle, `in ${name}`) };
}

/** Declares an analysis, so that what it measures knows its settings. */
export function defineAnalysis<N extends AnalysisName, T extends SettingsTable>(
  analysis: Analysis<N, T>,
): Analysis<N, T> {
  return analysis;
}
