// Loss and codes without training.
import { createCodeCounts } from '../code/code-counts.ts';
import type { CodeUsage } from '../code/code-counts.ts';
import { createCodebookSearches } from '../model/codebook-search.ts';
import { createCollisionMeter } from '../code/collisions.ts';
import type { Collisions } from '../code/collisions.ts';
import { createLossMeter } from './loss-meter.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import { codesOf, residualQuantize } from '../model/residual-quantize.ts';
import { rqVaeLossOf } from '../model/rq-vae-gradients.ts';
import type { RqVaeLoss } from '../model/rq-vae-gradients.ts';
import { chunksOfItems } from './training-items.ts';

/** How a model does on items. */
export interface ItemMeasures {
  readonly loss: RqVaeLoss;
  readonly levels: readonly CodeUsage[];
  readonly collisions: Collisions;
}

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
  const { bench, codebookSizes } = model;
  const counts = createCodeCounts(codebookSizes);
  const collisions = createCollisionMeter(codebookSizes);
  const losses = createLossMeter(codebookSizes.length);
  const searches = createCodebookSearches(model);
  for (const { x_BD } of chunksOfItems(x_ND, model.inputWidth, items)) {
    const coded = residualQuantize(bench, model.encode(x_BD), searches);
    const codes_BL = codesOf(coded);
    losses.add(rqVaeLossOf(model, x_BD, coded, beta), codes_BL.length / codebookSizes.length);
    counts.add(codes_BL);
    collisions.add(codes_BL);
  }
  return { loss: losses.mean(), levels: counts.usage(), collisions: collisions.finish() };
}
