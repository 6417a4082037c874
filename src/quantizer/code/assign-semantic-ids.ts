// Embeddings to sids.arrow.
import { join } from 'node:path';
import { packIds } from '../../artifacts/id-file.ts';
import type { ItemEmbeddingBatch } from '../../artifacts/item-embeddings.ts';
import { writeSemanticIds, writeSemanticIdStream } from '../../artifacts/semantic-ids.ts';
import type { CollisionRules, SidsMaking } from '../../artifacts/sids-making.ts';
import { setting, UserError } from '../../util/errors.ts';
import { hashFile } from '../../util/hash-file.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { readQuantizer } from '../model/saved-quantizer.ts';
import type { Quantizer } from '../model/saved-quantizer.ts';
import { appendItems } from './append-items.ts';
import { codeBatches } from './code-batches.ts';
import { createCodeCounts } from './code-counts.ts';
import type { CodeUsage } from './code-counts.ts';
import { createCollisionMeter } from './collisions.ts';
import type { Collisions } from './collisions.ts';
import { partsOf } from './published-sids.ts';
import type { PublishedSids } from './published-sids.ts';

export interface AssignJob {
  /** A model's file. */
  readonly model: string;
  /** Where the embeddings are from, for messages. */
  readonly embeddings: string;
  readonly batches: AsyncIterable<ItemEmbeddingBatch>;
  /** SHA-256 of their file. */
  readonly embeddingsHash: string;
  readonly rules: CollisionRules;
  /** What is appended to; null: nothing. */
  readonly published: PublishedSids | null;
  /** Folder for `sids.arrow`. */
  readonly folder: string;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

export interface Assigned {
  readonly levels: readonly CodeUsage[];
  /** Codes of each level, coarse to fine. */
  readonly codebookSizes: readonly number[];
  readonly collisions: Collisions;
  /** SHA-256 of the model's file. */
  readonly quantizer: string;
  /** Items that were appended; all, where nothing was there before. */
  readonly newItems: number;
  /** Those of them that have other codes than the model's first choice. */
  readonly movedItems: number;
}

/**
 * Gives items their semantic IDs. Memory: one batch, and 8 bytes an item to count collisions; where collisions are resolved or
 * items appended, ids and codes of all items too, and for `next-best` their latents.
 *
 * @throws UserError naming file and row for embeddings that the model cannot code, the model's file where it is another than that
 *   of the items before, or an item for which there is no room
 */
export async function assignSemanticIds(job: AssignJob): Promise<Assigned> {
  const { published, rules } = job;
  const quantizer = readQuantizer(job.model);
  try {
    const hash = await hashFile(job.model);
    if (published !== null) assertSameModel(published, job.model, hash);
    const making: SidsMaking = {
      ...rules,
      embeddings: job.embeddingsHash,
      earlier: published === null ? [] : partsOf(published),
      parent: published?.hash ?? null,
    };
    if (rules.collisions !== 'keep' || published !== null) {
      return await assignTogether(job, quantizer, hash, making);
    }
    return await assignOneByOne(job, quantizer, hash, making);
  } finally {
    quantizer.model.dispose();
  }
}

async function assignOneByOne(
  job: AssignJob,
  quantizer: Quantizer,
  hash: string,
  making: SidsMaking,
): Promise<Assigned> {
  const { codebookSizes } = quantizer.model;
  const format = { levels: codebookSizes.length, codebookSizes, quantizer: hash, making };
  const meters = createMeters(codebookSizes);
  const { beam } = job.rules;
  await writeSemanticIdStream(join(job.folder, 'sids.arrow'), format, async (write) => {
    for await (const { itemIds, codes_BL } of codeBatches({ ...job, beam, quantizer })) {
      meters.add(codes_BL);
      await write(itemIds, codes_BL);
    }
    if (meters.numItems() === 0) {
      throw new UserError(`${job.embeddings} holds no items; make it again`);
    }
  });
  return { ...meters.finish(), quantizer: hash, newItems: meters.numItems(), movedItems: 0 };
}

async function assignTogether(
  job: AssignJob,
  quantizer: Quantizer,
  hash: string,
  making: SidsMaking,
): Promise<Assigned> {
  const { itemIds, full_NL, codebookSizes, newItems, movedItems } = await appendItems(
    { ...job, beam: job.rules.beam, quantizer },
    job.rules,
    job.published,
  );
  const sids = { levels: codebookSizes.length, codebookSizes, quantizer: hash, making };
  await writeSemanticIds(join(job.folder, 'sids.arrow'), {
    ...{ ...sids, itemIds: packIds(itemIds), codes_NL: full_NL },
  });
  const meters = createMeters(codebookSizes);
  meters.add(full_NL);
  return { ...meters.finish(), quantizer: hash, newItems, movedItems };
}

function createMeters(codebookSizes: readonly number[]) {
  const counts = createCodeCounts(codebookSizes);
  const collisions = createCollisionMeter(codebookSizes);
  let numItems = 0;
  return {
    numItems: () => numItems,
    add(codes_BL: Int32Array) {
      counts.add(codes_BL);
      collisions.add(codes_BL);
      numItems += codes_BL.length / codebookSizes.length;
    },
    finish: () => ({ levels: counts.usage(), codebookSizes, collisions: collisions.finish() }),
  };
}

function assertSameModel({ path, sids }: PublishedSids, model: string, hash: string): void {
  if (sids.quantizer === hash) return;
  throw new UserError(
    `${path} is of another model (${sids.quantizer.slice(0, 12)}) than ${model} (${hash.slice(0, 12)}); ` +
      `give the folder of the model that it was made with, and ${setting('model')}`,
  );
}
