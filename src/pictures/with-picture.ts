// A picture open in sharp, within limits that all who decode one share.
import { UserError } from '../util/errors.ts';
import { oneByOne } from '../util/one-by-one.ts';
import { toPixels } from './picture-box.ts';
import type { PictureBox, PixelArea } from './picture-box.ts';
import { loadSharp } from './sharp.ts';
import type { SharpPicture } from './sharp.ts';

/** Larger ones are refused: a small file can hold a picture that does not fit into memory. */
const MOST_PIXELS = 200e6;

/** Of those above this many pixels one is in memory at a time: some formats are unpacked whole, 7 bytes a pixel. */
const LARGE_PIXELS = 25e6;
const oneLargeAtATime = oneByOne();

/** Of what sharp reads all but drawings (SVG), which have no pixels of their own. */
const FORMATS: readonly string[] = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'];

/** The bytes of a picture's file, or the path of the file. */
export type PictureFile = Uint8Array | string;

/** Width and height, turned as EXIF says. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Gives `work` a picture, turned as its EXIF says, cut to the box, with what is transparent on white, in sRGB; of an
 * animated one the first frame.
 *
 * @param box null: the whole picture
 * @throws UserError where there are no bytes, or it is a drawing (SVG); Error in the words of the decoder where it is no
 *   picture, cut short, or above 200 million pixels
 */
export async function withPicture<T>(
  bytes: Uint8Array,
  work: (picture: SharpPicture, size: PictureSize) => Promise<T>,
  box: PictureBox | null = null,
): Promise<T> {
  if (bytes.length === 0) throw new UserError('has no bytes');
  const { format, autoOrient } = await open(bytes).metadata();
  if (!FORMATS.includes(format)) {
    throw new UserError(`is ${format}; JPEG, PNG, WebP, GIF, TIFF and AVIF are read`);
  }
  const area = box === null ? null : toPixels(box, autoOrient);
  return withMeasuredPicture(bytes, autoOrient, work, area);
}

/**
 * The same of a picture that was measured before. `work` is called at once, unless the picture is a large one: decoding,
 * which is done by other threads, needs no turn of this one to begin.
 *
 * @param source its bytes, or the path of its file
 * @param upright the size that it has when upright
 * @param area what is cut out of it; null: nothing, it is taken whole
 * @throws Error in the words of the decoder
 */
export async function withMeasuredPicture<T>(
  source: PictureFile,
  upright: PictureSize,
  work: (picture: SharpPicture, size: PictureSize) => Promise<T>,
  area: PixelArea | null,
): Promise<T> {
  const begin = (): Promise<T> => {
    const turned = open(source).autoOrient();
    const cut = area === null ? turned : turned.extract(area);
    const picture = cut.flatten({ background: '#ffffff' }).toColorspace('srgb');
    const { width, height } = area ?? upright;
    return work(picture, { width, height });
  };
  return upright.width * upright.height > LARGE_PIXELS ? oneLargeAtATime(begin) : begin();
}

function open(source: PictureFile): SharpPicture {
  return loadSharp()(source, { failOn: 'error', limitInputPixels: MOST_PIXELS });
}
