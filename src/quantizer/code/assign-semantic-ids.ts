// A stream of embeddings to sids.arrow.
import { join } from 'node:path';
import type { ItemEmbeddingBatch } from '../../artifacts/item-embeddings.ts';
import { writeSemanticIdStream } from '../../artifacts/semantic-ids.ts';
import { UserError } from '../../util/errors.ts';
import { hashFile } from '../../util/hash-file.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { createCodeCounts } from './code-counts.ts';
import type { CodeUsage } from './code-counts.ts';
import { codeBatches } from './code-batches.ts';
import { createCollisionMeter } from './collisions.ts';
import type { Collisions } from './collisions.ts';
import { readQuantizer } from '../model/saved-quantizer.ts';

export interface AssignJob {
  /** A model's file. */
  readonly model: string;
  /** Where the embeddings are from, for messages. */
  readonly embeddings: string;
  readonly batches: AsyncIterable<ItemEmbeddingBatch>;
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
}

/**
 * Gives every item its semantic ID. Memory: one batch, and 8 bytes an item to count collisions.
 *
 * @throws UserError naming file and row for embeddings that the model cannot code
 */
export async function assignSemanticIds(job: AssignJob): Promise<Assigned> {
  const quantizer = readQuantizer(job.model);
  const { codebookSizes } = quantizer.model;
  const levels = codebookSizes.length;
  const hash = await hashFile(job.model);
  const counts = createCodeCounts(codebookSizes);
  const collisions = createCollisionMeter(codebookSizes);
  const path = join(job.folder, 'sids.arrow');
  try {
    await writeSemanticIdStream(path, { levels, codebookSizes, quantizer: hash }, async (write) => {
      let isEmpty = true;
      for await (const { itemIds, codes_BL } of codeBatches({ ...job, quantizer })) {
        counts.add(codes_BL);
        collisions.add(codes_BL);
        await write(itemIds, codes_BL);
        isEmpty = false;
      }
      if (isEmpty) throw new UserError(`${job.embeddings} holds no items; make it again`);
    });
  } finally {
    quantizer.model.dispose();
  }
  return {
    levels: counts.usage(),
    codebookSizes,
    collisions: collisions.finish(),
    quantizer: hash,
  };
}
