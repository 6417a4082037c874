// The keys of a config, at one point of a sweep.
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
import { EMBED_NAMES, STRATEGIES } from '../../sid/strategies.ts';
import type { EmbedName } from '../../sid/strategies.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { ANALYSES } from '../analyses/index.ts';
import type { Settings } from './settings.ts';

/** One point of a sweep; all of a comparison where nothing is swept. */
export interface PointConfig {
  /** Corpus folder. Or one of the next two, which make it. */
  readonly corpus: string | undefined;
  /** Flags of `sid simulate`, but --out. */
  readonly simulate: Settings | undefined;
  /** `set`: the data set's name; the rest are flags of `sid import <set>`, but --out. */
  readonly import: Settings | undefined;
  /** File of semantic IDs. Or the next one, which makes it. */
  readonly sids: string | undefined;
  /** Flags of `sid train-rqvae`, but --corpus and --out; one RQ-VAE for each of `seeds`, unless `seed` is a number. */
  readonly rqvae: Settings | undefined;
  /** The lines of the table. */
  readonly strategies: readonly StrategyConfig[];
  /** Each strategy is trained once with each. */
  readonly seeds: readonly number[];
  /** Name of the strategy that the others' gain is counted from. */
  readonly baseline: string;
  /** Flags of `sid train-ranker` for all strategies. */
  readonly ranker: Settings;
  /** What the table's figures are measured on. */
  readonly evaluate: EvaluateConfig;
  /** Adds the drift column. */
  readonly drift: DriftConfig | undefined;
  /** What `sid analyze` adds to each trial. */
  readonly analyses: readonly AnalysisConfig[];
}

/** One line of the table: an `--embed` name, with settings of its own. */
export interface StrategyConfig {
  /** Must be of its own in the table. */
  readonly name: string;
  readonly embed: EmbedName;
  /** Flags of `sid train-ranker` that are for this line only, like depth. */
  readonly ranker: Settings;
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

/** One analysis of every trial. */
export interface AnalysisConfig {
  /** Its name in `sid analyze`. */
  readonly analysis: string;
  /** Flags of `sid analyze <name>`; `day` and `hours` are those of `evaluate` where not given. */
  readonly flags: Settings;
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

type Unchecked = Omit<PointConfig, 'baseline' | 'analyses'> & {
  readonly baseline: string | undefined;
  readonly analyses: readonly AnalysisConfig[] | undefined;
};

const strategy: Field<StrategyConfig> = (value, key) => {
  if (typeof value === 'string') {
    const embed = oneOf(EMBED_NAMES)(value, key);
    return { name: embed, embed, ranker: {} };
  }
  if (!isObject(value)) return { name: '', embed: oneOf(EMBED_NAMES)(value, key), ranker: {} };
  const { name, embed: embedName, ...ranker } = value;
  const embed = oneOf(EMBED_NAMES)(embedName, `${key}.embed`);
  return { name: optional(text)(name, `${key}.name`) ?? embed, embed, ranker };
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
  if (!isObject(value)) return { analysis: name(value, key), flags: {} };
  const { analysis: given, ...flags } = value;
  return { analysis: name(given, `${key}.analysis`), flags };
};

/** A list with nothing in it takes back what an extended file asks for. */
const analyses: Field<readonly AnalysisConfig[]> = (value, key) =>
  Array.isArray(value) && value.length === 0 ? [] : listOf(analysis)(value, key);

const FIELDS = {
  corpus: optional(text),
  simulate: optional(anyObject),
  import: optional(anyObject),
  sids: optional(text),
  rqvae: optional(anyObject),
  strategies: listOf(strategy),
  seeds: listOf(nonNegativeInt),
  baseline: optional(text),
  ranker: anyObject,
  evaluate,
  drift: optional(drift),
  analyses: optional(analyses),
};
