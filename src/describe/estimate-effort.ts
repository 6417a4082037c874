// What describing a catalog will take, before anything is asked.
import type { Catalog } from '../data/catalog/open-catalog.ts';
import { shardRange } from '../parts/shard.ts';
import type { DescribeSettings } from './describe-settings.ts';
import { ITEMS_PER_PART, looksAtPictures } from './describe-stage.ts';
import { itemFacts, NO_FACTS } from './item-facts.ts';
import { costOf } from './prices.ts';
import type { Prompts } from './prompts.ts';

/** Calls and tokens. */
export interface Effort {
  readonly calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Null where there are no prices. */
  readonly cost: number | null;
}

export interface Estimate {
  /** Whether pictures are sent too. */
  readonly with_pictures: boolean;
  /** With something to describe. */
  readonly items: number;
  /** Every first text is called good. */
  readonly least: Effort;
  /** None ever is. */
  readonly most: Effort;
}

/** Of a text of 45 words, of criticism of three sentences, of <STOP>. */
const TEXT_TOKENS = 60;
const CRITICISM_TOKENS = 80;
const STOP_TOKENS = 4;

/** Side of the square that models make a token of; some have larger ones. */
const PATCH = 28;

/**
 * Counts what is asked about each item of the catalog, or of the shard; answers are taken to be as long as the prompts ask
 * for. Models cut words and pictures differently, so that tokens are right to a factor of two at best.
 */
export async function estimateEffort(
  catalog: Catalog,
  prompts: Prompts,
  settings: DescribeSettings,
): Promise<Estimate> {
  const { rounds, pictureSize, prices, shard } = settings;
  const withPictures = looksAtPictures(catalog, settings);
  const pictureTokens = Math.ceil(pictureSize / PATCH) ** 2;
  const promptTokens = {
    summarizer: tokensOf(prompts.summarizer),
    evaluator: tokensOf(prompts.evaluator) + TEXT_TOKENS,
    refiner: tokensOf(prompts.refiner) + TEXT_TOKENS + CRITICISM_TOKENS,
  };
  let numItems = 0;
  // Of one question about each item, without its prompt.
  let subjectTokens = 0;
  const numParts = Math.ceil(catalog.numItems / ITEMS_PER_PART);
  const [from, to] = shardRange(numParts, shard).map((part) => part * ITEMS_PER_PART);
  for await (const some of catalog.batches(from + 1, to, ITEMS_PER_PART)) {
    for (const item of some) {
      const facts = itemFacts(item);
      const hasPicture = withPictures && item.picture !== null;
      if (facts === null && !hasPicture) continue;
      numItems++;
      subjectTokens += tokensOf(facts ?? NO_FACTS) + (hasPicture ? pictureTokens : 0);
    }
  }
  const effort = (judged: number, refined: number, perItem: number): Effort => {
    const { summarizer, evaluator, refiner } = promptTokens;
    const calls = 1 + judged + refined;
    const tokens = {
      input_tokens:
        calls * subjectTokens + numItems * (summarizer + judged * evaluator + refined * refiner),
      output_tokens: numItems * perItem,
    };
    return { calls: numItems * calls, ...tokens, cost: costOf(tokens, prices) };
  };
  const judged = Math.min(1, rounds);
  return {
    with_pictures: withPictures,
    items: numItems,
    least: effort(judged, 0, TEXT_TOKENS + judged * STOP_TOKENS),
    most: effort(rounds, rounds, TEXT_TOKENS + rounds * (CRITICISM_TOKENS + TEXT_TOKENS)),
  };
}

/** Four bytes a token: true of English, and nearly of scripts with three bytes a letter. */
function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
