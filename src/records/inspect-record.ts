// The record of `sid inspect`.
import { INSPECT_SETTINGS } from '../inspect/inspect-settings.ts';
import { amount, boolean, figure, list, nullable, objectOf, string } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost, interval } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

/** How the codes of a level are used. */
const level = objectOf({
  ...{ level: amount, size: amount, used: amount, dead: amount },
  ...{ entropy_bits: figure, perplexity: figure, gini: figure },
  /** Entropy in parts of what it could be, over the mean of the same of the levels around it; null at the ends. */
  against_neighbors: figure,
});

/** Prefixes of one length. */
const depth = objectOf({
  ...{ depth: amount, prefixes: amount, largest: amount, entropy_bits: figure },
  /** Of the content's variance, within prefixes; and what groups of these sizes filled at random would leave. */
  variance_left_percent: figure,
  variance_left_by_chance_percent: figure,
  /** Of an item's nearest neighbors (the first k asked for), those that have its prefix; and of all other items. */
  neighbors_percent: figure,
  neighbors_by_chance_percent: figure,
});

/** What prefixes say of a known category. */
const category = objectOf({
  ...{ name: string(), values: amount, items: amount },
  depths: list(
    objectOf({
      depth: amount,
      /** Items of the commonest value of their prefix; and where the same IDs are dealt by chance. */
      ...{ purity_percent: figure, purity_by_chance_percent: figure },
      ...{ mutual_information: figure, mutual_information_by_chance: figure },
    }),
  ),
});

/** An ID that items of different content share. */
const collision = objectOf({
  ...{ codes: list(amount), items: amount },
  examples: list(objectOf({ item_id: string(), title: nullable(string()) })),
});

const recallAtK = { k: amount, value: figure, ci95: nullable(interval) } as const;

/** What the vectors of a model lose. */
const model = objectOf({
  path: string(),
  /** Of the latent's variance, behind each level. */
  residual_percent: list(figure),
  /** Of the content's variance, where what its codes decode to stands for each item. */
  lost_percent: figure,
  /** Of the nearest items by what their codes decode to, asked by content. */
  recall: list(objectOf(recallAtK)),
});

const codes = objectOf({
  ...{ name: string(), path: string(), quantizer: string() },
  codebook_sizes: list(amount),
  /** The file does not say them: the highest code of each level and one. */
  are_sizes_inferred: boolean(),
  /** Items that have these codes and are not in all files. */
  left_out: amount,
  levels: list(level),
  hourglass: figure,
  depths: list(depth),
  semantic_ids: amount,
  /** Items whose ID another has too: of these, items beside nothing but true duplicates, and the others. */
  ...{ sharing: amount, duplicates: amount, colliding: amount, colliding_percent: figure },
  largest: amount,
  ...{ entropy_bits: figure, most_entropy_bits: figure },
  collisions: list(collision),
  /** From 0 to 1; the interval is null where all items were asked. */
  recall: list(objectOf({ ...recallAtK, by_chance: figure })),
  /** Null where its model was not given. */
  model: nullable(model),
  categories: list(category),
  /** Recall above that of the first codes, on the same queries; null for the first. */
  more_than_first: nullable(
    list(objectOf({ k: amount, difference: figure, ci95: nullable(interval) })),
  ),
  /** Items whose prefix is another than in the first codes: plainly, and where codes may have got other names. */
  changes: nullable(
    list(objectOf({ depth: amount, changed_percent: figure, changed_up_to_names_percent: figure })),
  ),
});

export const inspectRecord = defineRecord('inspect', {
  config: settingsSchema(INSPECT_SETTINGS),
  metrics: objectOf({
    /** That all files have. */
    items: amount,
    width: amount,
    /** Items of the embeddings that are not in all files. */
    left_out: amount,
    /** Items whose neighbors were looked for. */
    queries: amount,
    codes: list(codes),
    ...cost,
  }),
});
export type InspectMetrics = MetricsOf<typeof inspectRecord>;
export type ScoreSheet = InspectMetrics['codes'][number];
