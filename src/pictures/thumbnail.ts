// A small copy of a picture that an HTML page can hold.
import { withPicture } from './with-picture.ts';

const QUALITY = 80;

/**
 * The whole picture within a square of `side` pixels; never enlarged.
 *
 * @returns data URL of a JPEG
 * @throws as `withPicture`
 */
export async function thumbnail(bytes: Uint8Array, side: number): Promise<string> {
  const { data } = await withPicture(bytes, (picture) =>
    picture
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true }),
  );
  return `data:image/jpeg;base64,${Buffer.from(data).toString('base64')}`;
}
