// What encodes searches for items of an encoder.
import { ENCODERS } from './encoder-names.ts';
import type { EncoderName } from './encoder-names.ts';

/**
 * Of encoders like CLIP, whose texts and pictures lie in one space, that of what the searches have, whichever encoded
 * the items; else the items' own.
 *
 * @example queryEncoder('clip-picture', { texts: true, pictures: false }) // 'clip-text'
 */
export function queryEncoder(
  items: EncoderName,
  { texts, pictures }: { readonly texts: boolean; readonly pictures: boolean },
): EncoderName {
  const both = items.replace(/-(?:text|picture)$/, '');
  const name = texts && pictures ? both : `${both}-${texts ? 'text' : 'picture'}`;
  return name in ENCODERS ? (name as EncoderName) : items;
}
