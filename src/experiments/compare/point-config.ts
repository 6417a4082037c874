// The keys of a config, at one point of a sweep.
import { IMPORT_SETS } from '../../data/import/import-settings.ts';
import type { ImportSet } from '../../data/import/import-settings.ts';
import { WORLD_SETTINGS } from '../../data/simulate/world-config.ts';
import { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import {
  anyObject,
  isObject,
  listOf,
  nonNegativeInt,
  oneOf,
  optional,
  parseFields,
  positiveInt,
  positiveNumber,
  text,
} from '../../schema/fields.ts';
import type { Field } from '../../schema/fields.ts';
import { nonNegativeInt as seedKind } from '../../schema/kinds.ts';
import { orName } from '../../schema/list-kinds.ts';
import { defineSettings, omitSettings, parseGiven } from '../../schema/settings.ts';
import type { GivenOf, SettingsTable } from '../../schema/settings.ts';
import { EMBED_NAMES, STRATEGIES } from '../../sid/strategies.ts';
import type { EmbedName } from '../../sid/strategies.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { ANALYZE_RUN_SETTINGS } from '../analyses/analysis.ts';
import { ANALYSES } from '../analyses/index.ts';

/** One point of a sweep; all of a comparison where nothing is swept. */
export interface PointConfig {
  /** Corpus folder. Or one of the next two, which make it. */
  readonly corpus: string | undefined;
  /** Settings of `sid simulate`. */
  readonly simulate: GivenOf<typeof WORLD_SETTINGS> | undefined;
  /** A data set, and settings of its `sid import`. */
  readonly import: ImportConfig | undefined;
  /** File of semantic IDs. Or the next one, which makes it. */
  readonly sids: string | undefined;
  /** Settings of `sid train-rqvae`; one RQ-VAE for each of `seeds`, unless `seed` is a number. */
  readonly rqvae: GivenOf<typeof RQ_VAE_KEYS> | undefined;
  /** The lines of the table. */
  readonly strategies: readonly StrategyConfig[];
  /** Each strategy is trained once with each. */
  readonly seeds: readonly number[];
  /** Name of the strategy that the others' gain is counted from. */
  readonly baseline: string;
  /** Settings of `sid train-ranker` for all strategies. */
  readonly ranker: RankerKeys;
  /** What the table's figures are measured on. */
  readonly evaluate: EvaluateConfig;
  /** Adds the drift column. */
  readonly drift: DriftConfig | undefined;
  /** What `sid analyze` adds to each trial. */
  readonly analyses: readonly AnalysisConfig[];
}

/** What a config may say of a ranker; the rest follows from the line and the seed. */
export const RANKER_KEYS = omitSettings(RANKER_RUN_SETTINGS, ['corpus', 'sids', 'embed', 'seed']);
export type RankerKeys = GivenOf<typeof RANKER_KEYS>;

/** Value of `rqvae.seed` that trains an RQ-VAE for each seed of the comparison, with that seed; the default. */
export const EACH_SEED = 'each';

export const RQ_VAE_KEYS = defineSettings({
  ...RQ_VAE_SETTINGS,
  seed: { ...RQ_VAE_SETTINGS.seed, kind: orName(seedKind, EACH_SEED), default: EACH_SEED },
});

/** The settings of a data set, by its name. */
export type ImportConfig = {
  readonly [S in ImportSet]: {
    readonly set: S;
    readonly settings: GivenOf<(typeof IMPORT_SETS)[S]>;
  };
}[ImportSet];

/** One line of the table: an `--embed` name, with settings of its own. */
export interface StrategyConfig {
  /** Must be of its own in the table. */
  readonly name: string;
  readonly embed: EmbedName;
  /** Settings of its `sid train-ranker`: those for all, and its own, like depth. */
  readonly ranker: RankerKeys;
}

export interface EvaluateConfig {
  /** The day after the last of `ranker.days` where not given. */
  readonly day: number | undefined;
  /** Only the first hours. Paper: 6. */
  readonly hours: number | undefined;
}

export interface DriftConfig {
  readonly earlyDay: number;
  readonly lateDay: number;
}

const ANALYSIS_KEYS = omitSettings(ANALYZE_RUN_SETTINGS, ['run', 'sids']);
type AnalysisKeys = GivenOf<typeof ANALYSIS_KEYS> & GivenOf<SettingsTable>;

/** What a config may say of an analysis. */
export function analysisKeys(name: string): typeof ANALYSIS_KEYS & SettingsTable {
  return { ...ANALYSIS_KEYS, ...ANALYSES[name].settings };
}

/** One analysis of every trial. */
export interface AnalysisConfig {
  /** Its name in `sid analyze`. */
  readonly analysis: string;
  /** Settings of `sid analyze <name>`; `day` and `hours` are those of `evaluate` where not given. */
  readonly settings: AnalysisKeys;
}

/** Keys of a point as they stand in the file. */
export const POINT_KEYS = [
  ...['corpus', 'simulate', 'import', 'sids', 'rqvae', 'strategies', 'seeds', 'baseline'],
  ...['ranker', 'evaluate', 'drift', 'analyses'],
];

/** @throws UserError for missing, unknown or contradicting keys */
export function parsePointConfig(raw: unknown): PointConfig {
  const fields = parseFields<Unchecked>(raw, FIELDS, '');
  const config: PointConfig = {
    ...fields,
    ranker: parseGiven(RANKER_KEYS, fields.ranker, 'ranker'),
    // A line's null takes back what is said for all.
    strategies: fields.strategies.map(({ own, ...line }) => ({
      ...line,
      ranker: parseGiven(RANKER_KEYS, { ...fields.ranker, ...own }, 'ranker'),
    })),
    baseline: fields.baseline ?? fields.strategies[0].name,
    analyses: fields.analyses ?? [],
  };
  const sources = [config.corpus, config.simulate, config.import].filter((x) => x !== undefined);
  if (sources.length !== 1) {
    throw new UserError('give one of "corpus" (a folder), "simulate" and "import", no two of them');
  }
  if (config.sids !== undefined && config.rqvae !== undefined) {
    throw new UserError('give "sids" (a file) or "rqvae", not both');
  }
  const needy = config.strategies.find(needsCodes);
  if (needy !== undefined && config.sids === undefined && config.rqvae === undefined) {
    throw new UserError(`strategy "${needy.name}" needs semantic IDs; give "sids" or "rqvae"`);
  }
  const analysis = config.analyses.map((each) => each.analysis).find(analysisNeedsCodes);
  if (analysis !== undefined && config.sids === undefined && config.rqvae === undefined) {
    throw new UserError(`"analyses": ${analysis} needs semantic IDs; give "sids" or "rqvae"`);
  }
  const names = config.strategies.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UserError(`two strategies are called "${twice}"; give one another "name"`);
  }
  const analyzed = config.analyses.map(({ analysis: name }) => name);
  const again = analyzed.find((name, i) => analyzed.indexOf(name) !== i);
  if (again !== undefined) {
    throw new UserError(`"analyses" names "${again}" twice; its figures would have one name`);
  }
  if (!names.includes(config.baseline)) {
    throw new UserError(
      `"baseline" is "${config.baseline}"; ${suggestName(config.baseline, names)}`,
    );
  }
  return config;
}

function analysisNeedsCodes(name: string): boolean {
  const { needs, needsCodes: alsoCodes } = ANALYSES[name];
  return needs === 'codes' || alsoCodes === true;
}

/** Whether a strategy is made from semantic IDs. */
export function needsCodes({ embed }: Pick<StrategyConfig, 'embed'>): boolean {
  return STRATEGIES[embed].needsCodes;
}

type Unchecked = Omit<PointConfig, 'baseline' | 'analyses' | 'ranker' | 'strategies'> & {
  readonly ranker: object;
  readonly strategies: readonly (Omit<StrategyConfig, 'ranker'> & { readonly own: object })[];
  readonly baseline: string | undefined;
  readonly analyses: readonly AnalysisConfig[] | undefined;
};

const strategy: Field<Omit<StrategyConfig, 'ranker'> & { own: object }> = (value, key) => {
  if (!isObject(value)) {
    const embed = oneOf(EMBED_NAMES)(value, key);
    return { name: embed, embed, own: {} };
  }
  const { name, embed: embedName, ...own } = value;
  const embed = oneOf(EMBED_NAMES)(embedName, `${key}.embed`);
  const line = optional(text)(name, `${key}.name`) ?? embed;
  parseGiven(RANKER_KEYS, own, `strategies "${line}"`);
  return { name: line, embed, own };
};

const importConfig: Field<ImportConfig> = (value, key) => {
  const { set: given, ...settings } = anyObject(value, key);
  const set = oneOf(Object.keys(IMPORT_SETS) as ImportSet[])(given, `${key}.set`);
  return { set, settings: parseGiven(IMPORT_SETS[set], settings, key) };
};

const evaluate: Field<EvaluateConfig> = (value, key) =>
  parseFields<EvaluateConfig>(
    value ?? {},
    { day: optional(positiveInt), hours: optional(positiveNumber) },
    key,
  );

const drift: Field<DriftConfig> = (value, key) =>
  parseFields<DriftConfig>(value, { earlyDay: positiveInt, lateDay: positiveInt }, key);

const analysis: Field<AnalysisConfig> = (value, key) => {
  const name = oneOf(Object.keys(ANALYSES));
  if (!isObject(value)) return { analysis: name(value, key), settings: {} };
  const { analysis: given, ...settings } = value;
  const found = name(given, `${key}.analysis`);
  return {
    analysis: found,
    settings: parseGiven(analysisKeys(found), settings, `analyses "${found}"`),
  };
};

/** A list with nothing in it takes back what an extended file asks for. */
const analyses: Field<readonly AnalysisConfig[]> = (value, key) =>
  Array.isArray(value) && value.length === 0 ? [] : listOf(analysis)(value, key);

const FIELDS = {
  corpus: optional(text),
  simulate: optional((value, key) => parseGiven(WORLD_SETTINGS, value, key)),
  import: optional(importConfig),
  sids: optional(text),
  rqvae: optional((value, key) => parseGiven(RQ_VAE_KEYS, value, key)),
  strategies: listOf(strategy),
  seeds: listOf(nonNegativeInt),
  baseline: optional(text),
  ranker: anyObject,
  evaluate,
  drift: optional(drift),
  analyses: optional(analyses),
};
