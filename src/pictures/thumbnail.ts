// A small copy of a picture that an HTML page can hold.
import { encodeJpeg, jpegUrl } from './encode-jpeg.ts';

const QUALITY = 80;

/**
 * The whole picture, turned as its EXIF says, on white, within a square of `side` pixels; never enlarged.
 *
 * @returns data URL of a JPEG
 * @throws Error in the words of the decoder where it is no picture, cut short, or above 200 million pixels
 */
export async function thumbnail(bytes: Uint8Array, side: number): Promise<string> {
  return jpegUrl(await encodeJpeg(bytes, { side, quality: QUALITY }));
}
