// A picture as a JPEG of bounded size, to send or to show.
import { withPicture } from './with-picture.ts';

/**
 * The whole picture within a square of `side` pixels; never enlarged.
 *
 * @param quality 1 to 100
 * @throws as `withPicture`
 */
export async function encodeJpeg(
  bytes: Uint8Array,
  { side, quality }: { readonly side: number; readonly quality: number },
): Promise<Uint8Array> {
  const { data } = await withPicture(bytes, (picture) =>
    picture
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer({ resolveWithObject: true }),
  );
  return data;
}

/** A JPEG as a URL that holds it. */
export function jpegUrl({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const base64 = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return `data:image/jpeg;base64,${base64}`;
}
