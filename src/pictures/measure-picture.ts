// Whether a picture decodes, and how large it is.
import { decodeRgb } from './decode-rgb.ts';
import { withPicture } from './with-picture.ts';
import type { PictureSize } from './with-picture.ts';

/**
 * Decodes all of a picture once, so that what is broken is found before hours of work.
 *
 * @returns its size when upright
 * @throws as `withPicture`
 */
export function measurePicture(bytes: Uint8Array): Promise<PictureSize> {
  return withPicture(bytes, async (picture, size) => {
    const options = { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false } as const;
    await decodeRgb(picture.resize(1, 1, options));
    return size;
  });
}
