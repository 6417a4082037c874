// Codebooks of random vectors.
import type { QuantizerModel } from '../model/quantizer-model.ts';
import type { Rng } from '../../util/rng.ts';

/** Normal vectors of mean square length 1, as SimVQ freezes them in vector-quantize-pytorch. */
export function drawCodebooks({ codebooks, latentWidth }: QuantizerModel, rng: Rng): void {
  const scale = 1 / Math.sqrt(latentWidth);
  codebooks.write(codebooks.values.map(() => scale * rng.normal()));
}
