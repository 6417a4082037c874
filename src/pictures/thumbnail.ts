// A small copy of a picture that an HTML page can hold.
import { MOST_PIXELS } from './prepare-picture.ts';
import { loadSharp } from './sharp.ts';

const QUALITY = 80;

/**
 * The whole picture, turned as its EXIF says, on white, within a square of `side` pixels; never enlarged.
 *
 * @returns data URL of a JPEG
 * @throws Error in the words of the decoder where it is no picture, cut short, or above 200 million pixels
 */
export async function thumbnail(bytes: Uint8Array, side: number): Promise<string> {
  const { data } = await loadSharp()(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColorspace('srgb')
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true });
  return `data:image/jpeg;base64,${Buffer.from(data).toString('base64')}`;
}
