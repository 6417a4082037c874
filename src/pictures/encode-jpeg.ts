// A picture as a JPEG of bounded size, to send or to show.
import { MOST_PIXELS } from './prepare-picture.ts';
import { loadSharp } from './sharp.ts';

const QUALITY = 85;

/**
 * The whole picture, turned as its EXIF says, on white where it is transparent, sRGB, within a square of `mostSide` pixels;
 * never enlarged. Of an animated picture the first frame is taken.
 *
 * @throws Error in the words of the decoder where it is no picture, cut short, or above 200 million pixels
 */
export async function encodeJpeg(bytes: Uint8Array, mostSide: number): Promise<Uint8Array> {
  const { data } = await loadSharp()(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColorspace('srgb')
    .resize(mostSide, mostSide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true });
  return data;
}
