// Embeddings as a config has them, and as they are planned by.
import { byName, isObject, lazy, nullish, pipe, transform } from '../../schema/json.ts';
import type { Schema } from '../../schema/json.ts';
import { text } from '../../schema/kinds.ts';
import { withoutNothing } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { explainEmbeddings } from './embeddings-config.ts';
import type { CompleteEmbeddings } from './embeddings-config.ts';
import { assertRecipe, FEATURE_KEYS, writtenRecipe } from './embeddings-recipe.ts';
import type {
  EmbedKeys,
  EmbeddingsSource,
  FeatureKey,
  WrittenRecipe,
} from './embeddings-recipe.ts';

type ByName<T> = Readonly<Record<string, T>>;

/** One path for all lines, or several by name. */
type WrittenEmbeddings = string | ByName<string | WrittenRecipe>;

const writtenSource: Schema<string | WrittenRecipe> = lazy((input) =>
  isObject(input) ? writtenRecipe : text.schema,
);

/** A null takes one back. */
export const writtenEmbeddings: Schema<WrittenEmbeddings> = lazy((input) =>
  isObject(input)
    ? pipe(
        byName(nullish(writtenSource)),
        transform((given) => withoutNothing(given) as ByName<string | WrittenRecipe>),
      )
    : text.schema,
);

/** What a world says of its catalog. */
type World = Pick<EmbedKeys, 'columns'> & { readonly catalog?: EmbedKeys['items'] };

/**
 * With the catalog of a world over one, where settings name none, and with what features are made from in the place of names.
 *
 * @throws UserError for settings without a catalog, or that do not go together
 */
export function completeEmbeddings(
  written: WrittenEmbeddings | null,
  world: World | null,
): CompleteEmbeddings | null {
  if (written === null || typeof written === 'string') return written;
  const entries = Object.keys(written).map((name): [string, EmbeddingsSource] => [
    name,
    completeSource(name, written, world, []),
  ]);
  return Object.fromEntries(entries);
}

/** @param within names of embeddings whose features these are */
function completeSource(
  name: string,
  written: ByName<string | WrittenRecipe>,
  world: World | null,
  within: readonly string[],
): EmbeddingsSource {
  if (within.includes(name)) {
    const circle = [...within, name].map((each) => `"${each}"`).join(' from ');
    throw new UserError(`"embeddings": ${circle} are made in a circle; name other features`);
  }
  const source = written[name];
  if (typeof source === 'string') return source;
  const { catalog, columns } = world ?? {};
  const recipe = withoutNothing({
    ...(source.items ? {} : { items: catalog, columns }),
    ...source,
  });
  if (!recipe.items) {
    throw new UserError(`"embeddings.${name}" needs "items", the files of its catalog`);
  }
  explainEmbeddings(name, () => {
    assertRecipe(recipe);
  });
  const { trainClip, ...embedding } = recipe;
  if (trainClip === undefined) return embedding;
  const { pictureFeatures, textFeatures, ...training } = trainClip;
  const features: Partial<Record<FeatureKey, EmbeddingsSource>> = {};
  for (const key of FEATURE_KEYS) {
    const given = { pictureFeatures, textFeatures }[key];
    if (given === undefined || given === null) continue;
    const isName = Object.hasOwn(written, given);
    features[key] = isName ? completeSource(given, written, world, [...within, name]) : given;
  }
  return { ...embedding, trainClip: { ...training, ...features } };
}
