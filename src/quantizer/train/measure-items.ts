// Loss and codes without training.
import { tf } from '../../engine/tf.ts';
import { createCodeCounts } from '../code/code-counts.ts';
import type { CodeUsage } from '../code/code-counts.ts';
import { createCodebookSearches, disposeCodebookSearches } from '../model/codebook-search.ts';
import { createCollisionMeter } from '../code/collisions.ts';
import type { Collisions } from '../code/collisions.ts';
import { createLossMeter } from './loss-meter.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import { codesOf, disposeResidualCodes, residualQuantize } from '../model/residual-quantize.ts';
import { rqVaeLossOf } from '../model/rq-vae-gradients.ts';
import type { RqVaeLoss } from '../model/rq-vae-gradients.ts';
import { gatherRows } from '../../util/gather-rows.ts';

/** How a model does on items. */
export interface ItemMeasures {
  readonly loss: RqVaeLoss;
  readonly levels: readonly CodeUsage[];
  readonly collisions: Collisions;
}

const ITEMS_PER_CHUNK = 1024;

/**
 * Codes items and measures loss, use of the codes and collisions.
 *
 * @param x_ND normalized items, of which the rows `items` are measured
 * @param beta the loss's weight of the commitment
 */
export function measureItems(
  model: QuantizerModel,
  x_ND: Float32Array,
  items: Int32Array,
  beta: number,
): ItemMeasures {
  const [levels, codebookSize] = model.codebooks.shape;
  const width = model.inputWidth;
  const counts = createCodeCounts(levels, codebookSize);
  const collisions = createCollisionMeter(levels, codebookSize);
  const losses = createLossMeter(levels);
  const searches = createCodebookSearches(model.codebooks.tensor() as tf.Tensor3D);
  for (let start = 0; start < items.length; start += ITEMS_PER_CHUNK) {
    const chunk = items.subarray(start, start + ITEMS_PER_CHUNK);
    const x_BD = tf.tensor2d(gatherRows(x_ND, width, chunk), [chunk.length, width]);
    const z_BZ = model.encode(x_BD);
    const coded = residualQuantize(z_BZ, searches);
    losses.add(rqVaeLossOf(model, x_BD, coded, beta), chunk.length);
    const codes_BL = codesOf(coded);
    counts.add(codes_BL);
    collisions.add(codes_BL);
    disposeResidualCodes(coded);
    tf.dispose([x_BD, z_BZ]);
  }
  disposeCodebookSearches(searches);
  return { loss: losses.mean(), levels: counts.usage(), collisions: collisions.finish() };
}
