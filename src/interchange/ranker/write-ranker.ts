// A trained ranker as a folder for PyTorch.
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '../../artifacts/write-safetensors.ts';
import { NUM_AGE_BUCKETS } from '../../ranker/history/history-module.ts';
import type { LoadedRanker } from '../../ranker/model/saved-ranker.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { formatCount } from '../../util/format-count.ts';
import { packageFolder } from '../../util/package-folder.ts';
import { plural } from '../../util/plural.ts';
import { fillTemplate } from '../fill-template.ts';
import { rankerExamples } from './ranker-examples.ts';
import type { ExamplesOptions } from './ranker-examples.ts';
import { rankerTensors } from './ranker-tensors.ts';

/** PyTorch's own tools and transformers look for this. */
const METADATA = { format: 'pt' };

/** What was written. */
export interface WrittenRanker {
  readonly items: number;
  readonly tableRows: number;
  readonly tokensPerItem: number;
  readonly examples: number;
}

/**
 * Writes model.safetensors, config.json, item_ids.json (the order of the items), examples.safetensors, model.py and README.md.
 *
 * @param folder exists
 */
export async function writeRanker(
  loaded: LoadedRanker,
  folder: string,
  options: ExamplesOptions,
): Promise<WrittenRanker> {
  const { ranker, config, corpus, categories, itemRows } = loaded;
  const tensors = rankerTensors(loaded);
  const shapeOf = (name: string): readonly number[] => tensors.get(name)?.shape ?? [];
  /** Widths of an MLP, from its weights [outputs, inputs]. */
  const sizesOf = (part: 'dense' | 'top', hidden: readonly number[]): number[] => [
    shapeOf(`${part}.0.weight`)[1],
    ...Array.from({ length: hidden.length + 1 }, (_, i) => shapeOf(`${part}.${2 * i}.weight`)[0]),
  ];
  const [tableRows] = shapeOf('table.weight');
  const { denseFeatures } = corpus.info;
  await writeSafetensors(join(folder, 'model.safetensors'), tensors, METADATA);
  const examples = await rankerExamples(loaded, options);
  await writeSafetensors(join(folder, 'examples.safetensors'), examples, METADATA);
  await writeJsonWhole(join(folder, 'config.json'), {
    model_type: 'sid-ranker',
    architectures: ['Ranker'],
    embed: config.embed,
    trained_through_day: loaded.trainedThroughDay,
    num_items: corpus.itemIds.length,
    tokens_per_item: itemRows.tokensPerItem,
    table_rows: tableRows,
    model_width: config.modelWidth,
    history: config.history,
    history_length: config.historyLength,
    num_ages: NUM_AGE_BUCKETS,
    num_seeds: shapeOf('history.seeds')[0] ?? 0,
    dense_features: denseFeatures,
    dense_sizes: sizesOf('dense', config.denseHidden),
    top_sizes: sizesOf('top', config.topHidden),
    categories: categories.map(({ name, numRows }) => ({ name, rows: numRows })),
  });
  await writeJsonWhole(join(folder, 'item_ids.json'), [...corpus.itemIds]);
  const template = join(packageFolder(), 'optional', 'export', 'ranker');
  copyFileSync(join(template, 'model.py'), join(folder, 'model.py'));
  const readme = fillTemplate('ranker', {
    items: formatCount(corpus.itemIds.length),
    embed: config.embed,
    history: config.history,
    day: String(loaded.trainedThroughDay),
    rows: formatCount(tableRows),
    width: String(ranker.config.modelWidth),
    tokens: plural(itemRows.tokensPerItem, 'row'),
    features: denseFeatures.length === 0 ? 'none' : denseFeatures.join(', '),
    categories: categories.length === 0 ? 'none' : categories.map(({ name }) => name).join(', '),
    negatives: corpus.info.negativesRule,
  });
  writeFileSync(join(folder, 'README.md'), readme);
  return {
    items: corpus.itemIds.length,
    tableRows,
    tokensPerItem: itemRows.tokensPerItem,
    examples: examples.get('item')?.shape[0] ?? 0,
  };
}
