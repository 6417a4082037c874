// A line of the table as a config has it: a strategy with settings of its own.
import type { EmbeddingsSource } from './embeddings-recipe.ts';
import { RQ_VAE_SETTINGS } from '../../quantizer/model/rq-vae-config.ts';
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import {
  array,
  check,
  isObject,
  lazy,
  minLength,
  nullish,
  objectOf,
  pipe,
  transform,
  unknown,
} from '../../schema/json.ts';
import type { InferOutput, Schema } from '../../schema/json.ts';
import { nonNegativeInt, oneOf, text } from '../../schema/kinds.ts';
import { orName } from '../../schema/list-kinds.ts';
import {
  defineSettings,
  givenEntries,
  omitSettings,
  withoutNothing,
} from '../../schema/settings.ts';
import type { GivenOf } from '../../schema/settings.ts';
import { EMBED_NAMES, STRATEGIES } from '../../sid/strategies.ts';
import type { EmbedName } from '../../sid/strategies.ts';

/** What a config may say of a ranker; the rest follows from the line and the seed. */
export const RANKER_KEYS = omitSettings(RANKER_RUN_SETTINGS, ['corpus', 'sids', 'embed', 'seed']);
export type RankerKeys = GivenOf<typeof RANKER_KEYS>;

/** Value of `rqvae.seed` (the default) and `simulate.seed`: each seed of the comparison has one of its own, with that seed. */
export const EACH_SEED = 'each';

const RQ_VAE_KEYS = defineSettings({
  ...RQ_VAE_SETTINGS,
  seed: { ...RQ_VAE_SETTINGS.seed, kind: orName(nonNegativeInt, EACH_SEED), default: EACH_SEED },
});
export type RqVaeKeys = GivenOf<typeof RQ_VAE_KEYS>;

/** As they are written: a null takes back what is said for all lines, or a default. */
export const writtenRqVae: Schema<RqVaeKeys> = pipe(
  unknown(),
  check(isObject, 'an object'),
  objectOf(givenEntries(RQ_VAE_KEYS)),
);

/** One line of the table: an `--embed` name, with settings of its own. */
export interface StrategyConfig {
  /** Must be of its own in the table. */
  readonly name: string;
  readonly embed: EmbedName;
  /** Settings of its `sid train-ranker`: those for all, and its own, like depth. */
  readonly ranker: RankerKeys;
  /** Settings of a quantizer of its own; else it has the semantic IDs of all. */
  readonly rqvae?: RqVaeKeys | undefined;
  /** Embeddings that its semantic IDs are from, where lines differ in that. */
  readonly embeddings?: EmbeddingsSource | undefined;
}

/** A line as it is written; null takes back what is said for all. */
export type WrittenLine = Omit<StrategyConfig, 'ranker' | 'embeddings'> & {
  readonly own: RankerKeys;
  /** Names of the embeddings that it is for; all where not given. */
  readonly only: readonly string[] | undefined;
};

const lineEntries = {
  name: nullish(text.schema),
  embed: oneOf(EMBED_NAMES).schema,
  rqvae: nullish(writtenRqVae),
  embeddings: nullish(pipe(array(text.schema, 'a list of names'), minLength(1, 'a list of names'))),
  ...givenEntries(RANKER_KEYS),
};

export const writtenLine: Schema<WrittenLine> = lazy((input) =>
  isObject(input)
    ? pipe(
        objectOf(lineEntries),
        transform(({ name, embed, rqvae, embeddings, ...own }) => ({
          ...{ name: name ?? embed, embed, rqvae: rqvae ?? undefined, own },
          only: embeddings ?? undefined,
        })),
      )
    : pipe(
        lineEntries.embed,
        transform((embed) => ({ name: embed, embed, own: {}, only: undefined })),
      ),
);

export const writtenByEmbed = objectOf(
  Object.fromEntries(
    EMBED_NAMES.map((name) => [name, nullish(objectOf(givenEntries(RANKER_KEYS)))]),
  ),
);
type ByEmbed = InferOutput<typeof writtenByEmbed>;

/** With what is said for all lines, and for those of its `--embed`, below it. */
export function completeLine(
  { own, rqvae, name, embed }: WrittenLine,
  ofAll: {
    readonly ranker: RankerKeys;
    readonly rankerByEmbed: ByEmbed;
    readonly rqvae: RqVaeKeys | null;
  },
): StrategyConfig {
  return {
    ...{ name, embed },
    ranker: withoutNothing({ ...ofAll.ranker, ...ofAll.rankerByEmbed[embed], ...own }),
    rqvae: rqvae && completeRqVae({ ...ofAll.rqvae, ...rqvae }, ofAll.ranker),
  };
}

/** It sees the items that rankers are trained on, unless the config says otherwise. */
export function completeRqVae(written: RqVaeKeys, { days }: RankerKeys): RqVaeKeys {
  return withoutNothing({ ...written, days: written.days === undefined ? days : written.days });
}

/** Whether a strategy is made from semantic IDs. */
export function needsCodes({ embed }: Pick<StrategyConfig, 'embed'>): boolean {
  return STRATEGIES[embed].needsCodes;
}
