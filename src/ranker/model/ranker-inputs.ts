// Corpus and rows of items, opened together.
import { codesInOrder, readSemanticIds } from '../../artifacts/semantic-ids.ts';
import type { SemanticIds } from '../../artifacts/semantic-ids.ts';
import { openCorpus } from '../../data/open-corpus.ts';
import type { OpenCorpus } from '../../data/open-corpus.ts';
import type { CategoryRows } from '../../sid/category-rows.ts';
import { createItemRows } from '../../sid/item-rows.ts';
import type { ItemRows } from '../../sid/item-rows.ts';
import { STRATEGIES } from '../../sid/strategies.ts';
import { openCategories } from './open-categories.ts';
import type { RankerConfig } from './ranker-config.ts';

/** What a ranker is trained on and evaluated with. */
export interface RankerInputs {
  readonly corpus: OpenCorpus;
  readonly itemRows: ItemRows;
  readonly categories: readonly CategoryRows[];
}

/**
 * Opens the corpus and turns its items and their categories into table rows.
 *
 * @param sids the file of semantic IDs; may be missing for strategies that need no codes
 * @throws UserError if an item has no code, or the strategy needs codes and there are none
 */
export async function openRankerInputs(
  corpusFolder: string,
  sids: string | undefined,
  config: RankerConfig,
): Promise<RankerInputs> {
  return openItemRows(await openCorpus(corpusFolder), sids, config);
}

/** The same where the corpus is open already. */
export async function openItemRows(
  corpus: OpenCorpus,
  sids: string | undefined,
  config: RankerConfig,
): Promise<RankerInputs> {
  const needsCodes = STRATEGIES[config.embed].needsCodes && sids !== undefined;
  const codes = needsCodes ? await codesOf(corpus, sids) : undefined;
  const itemRows = createItemRows(config.embed, {
    itemIds: corpus.itemIds,
    collisionFactor: config.collisionFactor,
    seed: config.seed,
    ...(codes === undefined ? {} : { codes }),
    ...(config.rows === null ? {} : { numRows: config.rows }),
    ...(config.depth === null ? {} : { depth: config.depth }),
    ...(config.numHashes === null ? {} : { numHashes: config.numHashes }),
    shuffleCodes: config.shuffleCodes,
  });
  return { corpus, itemRows, categories: await openCategories(corpus, config) };
}

async function codesOf(
  corpus: OpenCorpus,
  path: string,
): Promise<Pick<SemanticIds, 'codes_NL' | 'levels' | 'codebookSizes'>> {
  const sids = await readSemanticIds(path);
  const { levels, codebookSizes } = sids;
  return { codes_NL: codesInOrder(sids, corpus.itemIds, path), levels, codebookSizes };
}
