// Pictures of pairs as the floats that a model takes.
import { writePixels } from '../pictures/picture-tensor.ts';
import type { PictureScale } from '../pictures/picture-tensor.ts';
import type { PixelArea } from '../pictures/picture-box.ts';
import { prepareMeasuredPicture } from '../pictures/prepare-picture.ts';
import type { PictureShape, PreparedPicture } from '../pictures/prepare-picture.ts';
import { messageOf, UserError } from '../util/errors.ts';
import { idAt } from '../util/ids.ts';
import type { Rng } from '../util/rng.ts';
import { runConcurrently } from '../util/run-concurrently.ts';
import { chanceOf, flip, randomCrop } from './augment.ts';
import type { AugmentSettings } from './pair-settings.ts';
import type { PairTable } from './pair-table.ts';
import type { StoredPicture } from './picture-store.ts';

const CHANNELS = 3;

/** So many are in decoding hands when the tensor engine takes this thread: they go on meanwhile. */
const PICTURES_AT_A_TIME = 256;

/** How a model takes pictures: what `readPictureProcessor` reads. */
export interface PixelForm {
  readonly shape: PictureShape;
  readonly scale: PictureScale;
}

/** What chance may do to pictures. */
export interface Augmentation extends AugmentSettings {
  readonly seed: number;
  readonly epoch: number;
}

type PixelTable = Pick<PairTable, 'catalogPath' | 'itemIds' | 'row_N' | 'picture_N' | 'pictures'>;

/**
 * Decodes the pictures of some pairs. Decoding of the first 256 has begun in other threads when this returns its promise.
 *
 * @param pairs by their index
 * @param augmentation null: as `sid embed` prepares them
 * @returns a picture after another, channel by channel: 3 S S floats each
 * @throws UserError naming file and row of a picture that changed since the pairs were read
 */
export async function loadPixels(
  table: PixelTable,
  pairs: Int32Array,
  { shape, scale }: PixelForm,
  augmentation: Augmentation | null,
): Promise<Float32Array> {
  const numFloats = CHANNELS * shape.size ** 2;
  const pixels = new Float32Array(pairs.length * numFloats);
  await runConcurrently([...pairs], PICTURES_AT_A_TIME, async (pair, i) => {
    const picture = await preparePair(table, pair, shape, augmentation);
    writePixels(picture, scale, pixels, i * numFloats);
  });
  return pixels;
}

async function preparePair(
  table: PixelTable,
  pair: number,
  shape: PictureShape,
  augmentation: Augmentation | null,
): Promise<PreparedPicture> {
  const number = table.picture_N[pair];
  const rng =
    augmentation && chanceOf(augmentation.seed, augmentation.epoch, idAt(table.itemIds, pair));
  try {
    const stored = table.pictures.get(number);
    if (augmentation === null || rng === null) return await prepareStored(stored, shape);
    const picture = await prepareCropped(stored, shape, augmentation, rng);
    if (rng.split('flip').uniform() < augmentation.flipChance) flip(picture.rgb, picture.size);
    return picture;
  } catch (error) {
    const path = table.pictures.pathOf(number) ?? 'picture';
    throw new UserError(
      `${table.catalogPath}, row ${table.row_N[pair]}: ${path}: ${messageOf(error).split('\n')[0]}; ` +
        'it was whole when the run began: put it back, and run the same command again',
    );
  }
}

function prepareStored(
  { source, upright, area }: StoredPicture,
  shape: PictureShape,
): Promise<PreparedPicture> {
  return prepareMeasuredPicture(source, upright, shape, area);
}

/** The crop is squeezed into the square as a whole. */
function prepareCropped(
  stored: StoredPicture,
  shape: PictureShape,
  { cropArea }: Augmentation,
  rng: Rng,
): Promise<PreparedPicture> {
  if (cropArea === 'none') return prepareStored(stored, shape);
  const { source, upright, area } = stored;
  const crop = randomCrop(area ?? upright, cropArea, rng.split('crop'));
  const within: PixelArea = {
    ...crop,
    left: crop.left + (area?.left ?? 0),
    top: crop.top + (area?.top ?? 0),
  };
  return prepareMeasuredPicture(source, upright, { ...shape, shorterSide: null }, within);
}
