// Whether codebooks are for latents.
import type { Quantizer } from '../../quantizer/model/saved-quantizer.ts';

/** Whether a quantizer's codebooks hold for what its encoder makes of normalized embeddings, and not for these themselves. */
export function hasOwnSpace({ model }: Quantizer): boolean {
  return model.parameters.some(({ name }) => name !== model.codebooks.name);
}
