// A small copy of a picture that an HTML page can hold.
import { encodeJpeg, jpegUrl } from './encode-jpeg.ts';

const QUALITY = 80;

/**
 * The whole picture within a square of `side` pixels; never enlarged.
 *
 * @returns data URL of a JPEG
 * @throws as `withPicture`
 */
export async function thumbnail(bytes: Uint8Array, side: number): Promise<string> {
  return jpegUrl(await encodeJpeg(bytes, { side, quality: QUALITY }));
}
