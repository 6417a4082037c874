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
} from '../config/fields.ts';
import type { Field } from '../config/fields.ts';
import { EMBED_NAMES } from '../sid/item-rows.ts';
import type { EmbedName } from '../sid/item-rows.ts';
import { UserError } from '../util/errors.ts';
import { suggestName } from '../util/nearest-name.ts';
import type { Settings } from './settings.ts';

/** What `sid compare --config` reads. */
export interface CompareConfig {
  /** Corpus folder. Or one of the next two, which make it. */
  readonly corpus: string | undefined;
  /** Flags of `sid simulate`, but --out. */
  readonly simulate: Settings | undefined;
  /** `set`: the data set's name; the rest are flags of `sid import <set>`, but --out. */
  readonly import: Settings | undefined;
  /** File of semantic IDs. Or the next one, which makes it. */
  readonly sids: string | undefined;
  /** Flags of `sid train-rqvae`, but --corpus and --out. */
  readonly rqvae: Settings | undefined;
  /** The lines of the table. */
  readonly strategies: readonly StrategyConfig[];
  /** Each strategy is trained once with each. */
  readonly seeds: readonly number[];
  /** Name of the strategy that the others' gain is counted from; the first where not given. */
  readonly baseline: string | undefined;
  /** Flags of `sid train-ranker` for all strategies. */
  readonly ranker: Settings;
  /** What the table's figures are measured on. */
  readonly evaluate: EvaluateConfig;
  /** Adds the drift column. */
  readonly drift: DriftConfig | undefined;
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

/** @throws UserError for missing, unknown or contradicting keys */
export function parseCompareConfig(raw: unknown): CompareConfig {
  const config = parseFields<CompareConfig>(raw, FIELDS, '');
  const sources = [config.corpus, config.simulate, config.import].filter((x) => x !== undefined);
  if (sources.length !== 1) {
    throw new UserError('give one of "corpus" (a folder), "simulate" and "import", no two of them');
  }
  if (config.sids !== undefined && config.rqvae !== undefined) {
    throw new UserError('give "sids" (a file) or "rqvae", not both');
  }
  const needy = config.strategies.find(({ embed }) => embed !== 'individual' && embed !== 'random');
  if (needy !== undefined && config.sids === undefined && config.rqvae === undefined) {
    throw new UserError(`strategy "${needy.name}" needs semantic IDs; give "sids" or "rqvae"`);
  }
  const names = config.strategies.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UserError(`two strategies are called "${twice}"; give one another "name"`);
  }
  if (config.baseline !== undefined && !names.includes(config.baseline)) {
    throw new UserError(
      `"baseline" is "${config.baseline}"; ${suggestName(config.baseline, names)}`,
    );
  }
  return config;
}

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
};
