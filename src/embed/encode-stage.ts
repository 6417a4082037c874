// The stage from a catalog's items to vectors.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import type { Opened, Stage, StageInput } from '../parts/stage.ts';
import { preparePicture } from '../pictures/prepare-picture.ts';
import { pictureProblem } from '../pictures/read-picture.ts';
import type { ReadPicture } from '../pictures/read-picture.ts';
import { hashBytes } from '../util/hash-file.ts';
import type { Encoder, EncoderInput } from './encoder.ts';
import { itemText } from './item-text.ts';

const ITEMS_PER_PART = 256;

/** @param decides what decides vectors besides the items: the encoder's name, hashes of its models */
export function encodeStage(
  encoder: Encoder,
  decides: object,
  readPicture: ReadPicture,
): Stage<EncoderInput, Float32Array> {
  const { width } = encoder;
  return {
    says: 'encoding',
    decides,
    itemsPerPart: ITEMS_PER_PART,
    load: (item) => loadItem(item, encoder, readPicture),
    async make(inputs) {
      const vectors_BD = await encoder.encode(inputs);
      return inputs.map((_, i) => ({ row: vectors_BD.subarray(i * width, (i + 1) * width) }));
    },
  };
}

async function loadItem(
  item: CatalogItem,
  encoder: Encoder,
  readPicture: ReadPicture,
): Promise<StageInput<EncoderInput>> {
  const text = encoder.readsText ? itemText(item) : null;
  const textProblem = encoder.readsText && text === null ? ['no text'] : [];
  const shape = encoder.pictures;
  if (shape === null) {
    return { decides: text, open: () => Promise.resolve(openedItem(text, {}, textProblem)) };
  }
  const read = await readPicture(item.picture);
  return {
    decides: [text, 'bytes' in read ? hashBytes(read.bytes) : read.problem],
    async open() {
      if ('problem' in read) return openedItem(text, {}, [...textProblem, read.problem]);
      try {
        const picture = await preparePicture(read.bytes, shape);
        return openedItem(text, { picture }, textProblem);
      } catch (error) {
        return openedItem(text, {}, [...textProblem, pictureProblem(item.picture, error)]);
      }
    },
  };
}

function openedItem(
  text: string | null,
  { picture = null }: Partial<Pick<EncoderInput, 'picture'>>,
  problems: readonly string[],
): Opened<EncoderInput> {
  const value = text === null && picture === null ? null : { text, picture };
  return problems.length === 0 ? { value } : { value, problem: problems.join('; ') };
}
