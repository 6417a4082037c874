// A picture, or a part of one, as a JPEG: to send, to show, to keep.
import type { PictureBox } from './picture-box.ts';
import type { SharpPicture } from './sharp.ts';
import { withPicture } from './with-picture.ts';

/** How a JPEG is made. */
export interface JpegOptions {
  /** Of the square that it fits into, never enlarged; null: at its own resolution. */
  readonly side: number | null;
  /** 1 to 100 */
  readonly quality: number;
  /** What is cut out first; nothing where not given. */
  readonly box?: PictureBox;
}

/**
 * A picture as a JPEG file.
 *
 * @throws as `withPicture`
 */
export async function encodeJpeg(
  bytes: Uint8Array,
  { side, quality, box }: JpegOptions,
): Promise<Uint8Array> {
  const encode = (picture: SharpPicture) => {
    const resized =
      side === null
        ? picture
        : picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
    return resized.jpeg({ quality }).toBuffer({ resolveWithObject: true });
  };
  return (await withPicture(bytes, encode, box)).data;
}

/** A JPEG as a URL that holds it. */
export function jpegUrl({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return `data:image/jpeg;base64,${base64}`;
}
