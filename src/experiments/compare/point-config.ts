// The keys of a config, at one point of a sweep.
import { WORLD_SETTINGS } from '../../data/simulate/world-config.ts';
import {
  array,
  isObject,
  lazy,
  looseObjectOf,
  minLength,
  objectOf,
  pipe,
  transform,
} from '../../schema/json.ts';
import type { Schema } from '../../schema/json.ts';
import {
  file,
  folder,
  jsonOf,
  nonNegativeInt,
  oneOf,
  positiveInt,
  text,
} from '../../schema/kinds.ts';
import { orName } from '../../schema/list-kinds.ts';
import {
  defineSettings,
  givenEntries,
  givenSchema,
  omitSettings,
  parseGiven,
  pickSettings,
  completeSettings,
  withoutNothing,
} from '../../schema/settings.ts';
import type { GivenOf, SettingsOf, SettingsTable } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import type { AnalysisName } from '../../records/analyze-records.ts';
import { ANALYZE_RUN_SETTINGS } from '../analyses/analysis.ts';
import { ANALYSES, ANALYSIS_NAMES } from '../analyses/index.ts';
import { EVAL_SEGMENTS_SETTINGS } from '../evaluation-settings.ts';
import { assertEmbeddingsUsed, linesByEmbeddings } from './embeddings-config.ts';
import type { CompleteEmbeddings } from './embeddings-config.ts';
import { importConfig } from './import-config.ts';
import { nameIn } from './name-in.ts';
import {
  completeLine,
  completeRqVae,
  EACH_SEED,
  needsCodes,
  RANKER_KEYS,
  writtenByEmbed,
  writtenLine,
  writtenRqVae,
} from './strategy-config.ts';
import type { StrategyConfig } from './strategy-config.ts';
import { completeTune, tuneSchema } from './tune-config.ts';
import type { TuneConfig } from './tune-config.ts';
import { completeEmbeddings, writtenEmbeddings } from './written-embeddings.ts';

const SIMULATE_KEYS = defineSettings({
  ...WORLD_SETTINGS,
  seed: { ...WORLD_SETTINGS.seed, kind: orName(nonNegativeInt, EACH_SEED) },
});

/** One analysis of every trial. */
export interface AnalysisConfig {
  /** Its name in `sid analyze`. */
  readonly analysis: AnalysisName;
  /** Settings of `sid analyze <name>`; `day` and `hours` are those of `evaluate` where not given. */
  readonly settings: GivenOf<typeof ANALYSIS_KEYS> & GivenOf<SettingsTable>;
}

const ANALYSIS_KEYS = omitSettings(ANALYZE_RUN_SETTINGS, ['run', 'sids']);

const analysisName = oneOf(ANALYSIS_NAMES).schema;

const analysisConfig: Schema<AnalysisConfig> = lazy((input) => {
  if (!isObject(input)) {
    return pipe(
      analysisName,
      transform((analysis) => ({ analysis, settings: {} })),
    );
  }
  const name = nameIn(ANALYSES, input.analysis);
  const table = { ...ANALYSIS_KEYS, ...(name === undefined ? {} : ANALYSES[name].settings) };
  const entries = { analysis: analysisName, ...givenEntries(table) };
  return pipe(
    name === undefined ? looseObjectOf(entries) : objectOf(entries),
    transform(({ analysis, ...rest }) => ({ analysis, settings: withoutNothing(rest) })),
  );
});

/** Keys of a point as they stand in the file; `configs/README.md` has them as a table. */
export const POINT_KEYS = defineSettings({
  corpus: {
    kind: folder,
    default: null,
    says: 'corpus folder; or one of the next two, which make one below `--out`',
  },
  simulate: {
    kind: jsonOf(givenSchema(SIMULATE_KEYS)),
    default: null,
    says: 'settings of `sid simulate`; with `seed` "each" a world for each of `seeds`',
  },
  import: {
    kind: jsonOf(importConfig),
    default: null,
    says: "`set`, the data set's name, and settings of `sid import <set>`",
  },
  shuffleLabels: {
    kind: nonNegativeInt,
    default: null,
    says: 'a seed: the labels of each day are shuffled by `sid shuffle-labels`, a control',
  },
  sids: {
    kind: file,
    default: null,
    says: 'file of semantic IDs; or the next one, which makes it below `--out`',
  },
  rqvae: {
    kind: jsonOf(writtenRqVae),
    default: null,
    says:
      'settings of `sid train-rqvae`; one RQ-VAE for each of `seeds`, unless `seed` is a number; `days` are ' +
      'those of `ranker`, unless null: it learns from items that were shown before the evaluated day',
  },
  embeddings: {
    kind: jsonOf(writtenEmbeddings),
    default: null,
    otherwise: "the corpus's",
    says:
      'folder of `sid embed`, or a file, that `rqvae` learns from; several by name, `{ "title": DIR, "picture": DIR }`, ' +
      'where settings of `sid embed` in the place of a folder make it below `--out`, with `trainClip`, settings of ' +
      '`sid train-clip`, after a training: ' +
      'a line for each, with an RQ-VAE of its own, where a strategy is made from semantic IDs',
  },
  strategies: {
    kind: jsonOf(pipe(array(writtenLine, 'a list'), minLength(1, 'a list'))),
    required: true,
    says:
      'lines of the table: an `--embed` name, or `{ "name", "embed", ... }` with settings of its own, ' +
      'like `depth`, an `rqvae` (over the one above, key by key), or `embeddings`, a list of those names',
  },
  seeds: {
    kind: jsonOf(pipe(array(nonNegativeInt.schema, 'a list'), minLength(1, 'a list'))),
    required: true,
    says: 'each strategy is trained once with each',
  },
  baseline: {
    kind: text,
    default: null,
    otherwise: 'the first',
    says: "the line that the others' gain is counted from",
  },
  ranker: {
    kind: jsonOf(givenSchema(RANKER_KEYS)),
    required: true,
    says: 'settings of `sid train-ranker` for all lines',
  },
  rankerByEmbed: {
    kind: jsonOf(writtenByEmbed),
    default: {},
    says: 'the same by `--embed` name, for the lines of that strategy: `{ "prefix": { "learningRate": 0.02 } }`',
  },
  tune: {
    kind: jsonOf(tuneSchema),
    default: null,
    says: '`grid`, `days`, `seeds`: chooses settings for each line before it is trained, see below',
  },
  evaluate: {
    kind: jsonOf(givenSchema(pickSettings(EVAL_SEGMENTS_SETTINGS, ['day', 'hours']))),
    default: {},
    says: '`day` (default: the day after the last of `ranker.days`), `hours` (only the first ones)',
  },
  drift: {
    kind: jsonOf(objectOf({ earlyDay: positiveInt.schema, lateDay: positiveInt.schema })),
    default: null,
    says: '`earlyDay`, `lateDay`: adds the drift table; both must be among `ranker.keepDays`',
  },
  analyses: {
    kind: jsonOf(array(analysisConfig, 'a list')),
    default: [],
    says: 'names of `sid analyze`, or `{ "analysis", ... }` with its settings; for each trial to which it applies',
  },
});

/** One point of a sweep; all of a comparison where nothing is swept. */
export interface PointConfig extends Omit<
  SettingsOf<typeof POINT_KEYS>,
  'strategies' | 'baseline' | 'tune' | 'embeddings'
> {
  /** Null: the corpus's own. */
  readonly embeddings: CompleteEmbeddings | null;
  /** The lines of the table. */
  readonly strategies: readonly StrategyConfig[];
  /** Name of the strategy that the others' gain is counted from. */
  readonly baseline: string;
  /** Null: lines are trained as the config has them. */
  readonly tune: TuneConfig | null;
}

/** @throws UserError for missing, unknown or contradicting keys */
export function parsePointConfig(raw: unknown): PointConfig {
  const keys = completeSettings(POINT_KEYS, parseGiven(POINT_KEYS, raw, ''), '');
  const embeddings = completeEmbeddings(keys.embeddings, keys.simulate);
  const strategies = keys.strategies.flatMap((line) =>
    linesByEmbeddings(completeLine(line, keys), line.only, embeddings),
  );
  const config: PointConfig = {
    ...keys,
    embeddings,
    rqvae: keys.rqvae && completeRqVae(keys.rqvae, keys.ranker),
    strategies,
    tune: keys.tune && completeTune(keys.tune, { seeds: keys.seeds, strategies }),
    baseline: keys.baseline ?? strategies[0]?.name ?? '',
  };
  assertSources(config);
  assertNames(config);
  return config;
}

function assertSources({
  corpus,
  simulate,
  import: set,
  sids,
  rqvae,
  ...config
}: PointConfig): void {
  if ([corpus, simulate, set].filter((source) => source !== null).length !== 1) {
    throw new UserError('give one of "corpus" (a folder), "simulate" and "import", no two of them');
  }
  if (sids !== null && rqvae !== null) {
    throw new UserError('give "sids" (a file) or "rqvae", not both');
  }
  const { embeddings } = config;
  if (sids !== null && embeddings !== null) {
    throw new UserError('"embeddings" are for "rqvae"; leave them out, or "sids"');
  }
  assertEmbeddingsUsed(embeddings, config.strategies);
  const isCoded = rqvae !== null || config.strategies.some((each) => each.rqvae !== undefined);
  if (isCoded && embeddings === null && (simulate?.catalog ?? null) !== null) {
    throw new UserError('a world over a catalog has no embeddings; give "embeddings" of sid embed');
  }
  const idle = config.strategies.find((each) => each.rqvae !== undefined && !needsCodes(each));
  if (idle !== undefined) {
    throw new UserError(`strategy "${idle.name}" reads no semantic IDs; leave out its "rqvae"`);
  }
  if (sids !== null || rqvae !== null) return;
  const needy = config.strategies.find((each) => needsCodes(each) && each.rqvae === undefined);
  if (needy !== undefined) {
    throw new UserError(`strategy "${needy.name}" needs semantic IDs; give "sids" or "rqvae"`);
  }
  const analysis = config.analyses.find((each) => analysisNeedsCodes(each.analysis));
  if (analysis !== undefined) {
    throw new UserError(
      `"analyses": ${analysis.analysis} needs semantic IDs; give "sids" or "rqvae"`,
    );
  }
}

function assertNames({ strategies, analyses, baseline }: PointConfig): void {
  const names = strategies.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UserError(`two strategies are called "${twice}"; give one another "name"`);
  }
  const analyzed = analyses.map(({ analysis }) => analysis);
  const again = analyzed.find((name, i) => analyzed.indexOf(name) !== i);
  if (again !== undefined) {
    throw new UserError(`"analyses" names "${again}" twice; its figures would have one name`);
  }
  if (!names.includes(baseline)) {
    throw new UserError(`"baseline" is "${baseline}"; ${suggestName(baseline, names)}`);
  }
}

function analysisNeedsCodes(name: AnalysisName): boolean {
  const { needs, needsCodes: alsoCodes } = ANALYSES[name];
  return needs === 'codes' || alsoCodes === true;
}
