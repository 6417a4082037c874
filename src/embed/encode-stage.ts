// The stage from a catalog's items to vectors.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import type { Opened, Stage, StageInput } from '../parts/stage.ts';
import { preparePicture } from '../pictures/prepare-picture.ts';
import type { PreparedPicture } from '../pictures/prepare-picture.ts';
import { pictureProblem } from '../pictures/read-picture.ts';
import type { ReadPicture } from '../pictures/read-picture.ts';
import { loadSharp } from '../pictures/sharp.ts';
import { hashBytes } from '../util/hash-file.ts';
import type { Encoder, EncoderInput } from './encoder.ts';
import { boxOf, textOf } from './item-sources.ts';
import type { ItemSources } from './item-sources.ts';

const ITEMS_PER_PART = 256;

/** How items are looked at. */
interface Look {
  readonly readPicture: ReadPicture;
  readonly sources: ItemSources;
}

/**
 * @param decides what decides vectors besides the items: the encoder's name, hashes of its models
 * @throws UserError where pictures are looked at without the package that decodes them: that is no problem of an item, which
 *   would be kept
 */
export function encodeStage(
  encoder: Encoder,
  decides: object,
  look: Look,
): Stage<EncoderInput, Float32Array> {
  const { width } = encoder;
  if (encoder.pictures !== null) loadSharp();
  return {
    says: 'encoding',
    decides,
    itemsPerPart: ITEMS_PER_PART,
    load: (item) => loadItem(item, encoder, look),
    async make(inputs) {
      const vectors_BD = await encoder.encode(inputs);
      return inputs.map((_, i) => ({ row: vectors_BD.subarray(i * width, (i + 1) * width) }));
    },
  };
}

async function loadItem(
  item: CatalogItem,
  encoder: Encoder,
  { readPicture, sources }: Look,
): Promise<StageInput<EncoderInput>> {
  const found = encoder.readsText ? textOf(item, sources) : { value: null };
  const text = found.value;
  const problems = [found.problem];
  const shape = encoder.pictures;
  if (shape === null) {
    return { decides: text, open: () => Promise.resolve(openItem(text, null, problems)) };
  }
  const read = await readPicture(item.picture);
  if ('problem' in read) {
    const opened = openItem(text, null, [...problems, read.problem]);
    return { decides: [text, read.problem], open: () => Promise.resolve(opened) };
  }
  const pictureHash = hashBytes(read.bytes);
  const box = boxOf(item, pictureHash, sources);
  const area = box.value === null ? null : [box.value.x0, box.value.y0, box.value.x1, box.value.y1];
  return {
    decides: [text, pictureHash, area],
    async open() {
      try {
        const picture = await preparePicture(read.bytes, shape, box.value);
        return openItem(text, picture, [...problems, box.problem]);
      } catch (error) {
        return openItem(text, null, [...problems, pictureProblem(item.picture, error)]);
      }
    },
  };
}

function openItem(
  text: string | null,
  picture: PreparedPicture | null,
  faults: readonly (string | undefined)[],
): Opened<EncoderInput> {
  const value = text === null && picture === null ? null : { text, picture };
  const problems = faults.filter((fault) => fault !== undefined);
  return problems.length === 0 ? { value } : { value, problem: problems.join('; ') };
}
