// A picture as a JPEG of bounded size, to send or to show.
import { MOST_PIXELS } from './prepare-picture.ts';
import { loadSharp } from './sharp.ts';

/**
 * The whole picture, turned as its EXIF says, on white where it is transparent, sRGB, within a square of `side` pixels;
 * never enlarged. Of an animated picture the first frame is taken.
 *
 * @param quality 1 to 100
 * @throws Error in the words of the decoder where it is no picture, cut short, or above 200 million pixels
 */
export async function encodeJpeg(
  bytes: Uint8Array,
  { side, quality }: { readonly side: number; readonly quality: number },
): Promise<Uint8Array> {
  const { data } = await loadSharp()(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColorspace('srgb')
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer({ resolveWithObject: true });
  return data;
}

/** A JPEG as a URL that holds it. */
export function jpegUrl({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return `data:image/jpeg;base64,${base64}`;
}
