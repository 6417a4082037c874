// Vectors of all items that have features, of one side or of both.
import { join } from 'node:path';
import { packIds } from '../../artifacts/id-file.ts';
import { EMBEDDINGS_FILE } from '../../artifacts/embeddings-file.ts';
import { writeItemEmbeddings } from '../../artifacts/item-embeddings.ts';
import type { Modality } from '../../clip/graph-encoders.ts';
import { concat } from '../../util/concat.ts';
import { idAt, indexOfIds } from '../../util/ids.ts';
import type { Ids } from '../../util/ids.ts';
import type { ContrastiveTrainer } from '../trainer.ts';
import { featureFeeds } from './feature-pairs.ts';
import type { PreparedSides } from './feature-pairs.ts';
import type { PreparedFeatures } from './prepare-features.ts';

const ROWS_AT_ONCE = 1024;

/**
 * Writes pictures.arrow and texts.arrow, rows in the order of their features, and embeddings.arrow: the mean of an item's
 * two vectors made a vector of length 1, or the one that it has; pictures' items first.
 */
export async function writeAllItems(
  folder: string,
  trainer: ContrastiveTrainer,
  sides: PreparedSides,
  ids: Readonly<Record<Modality, Ids>>,
): Promise<void> {
  const pictures_ND = embedAll(trainer, 'picture', sides.picture);
  const texts_ND = embedAll(trainer, 'text', sides.text);
  const width = pictures_ND.length / ids.picture.length;
  const write = (name: string, itemIds: Ids, embeddings_ND: Float32Array): Promise<void> =>
    writeItemEmbeddings(join(folder, name), { itemIds, embeddings_ND, width });
  await write('pictures.arrow', ids.picture, pictures_ND);
  await write('texts.arrow', ids.text, texts_ND);
  const joined = joinSides(ids, { picture: pictures_ND, text: texts_ND }, width);
  await write(EMBEDDINGS_FILE, joined.itemIds, joined.embeddings_ND);
}

function embedAll(
  trainer: ContrastiveTrainer,
  side: Modality,
  features: PreparedFeatures,
): Float32Array {
  const numRows = features.rows_NF.length / features.width;
  const parts: Float32Array[] = [];
  for (let start = 0; start < numRows; start += ROWS_AT_ONCE) {
    const length = Math.min(ROWS_AT_ONCE, numRows - start);
    const rows = Int32Array.from({ length }, (_, i) => start + i);
    parts.push(trainer.embed(side, featureFeeds(features, rows)));
  }
  return concat(parts, Float32Array);
}

/** @param vectors of length 1, D floats an item of each side */
export function joinSides(
  ids: Readonly<Record<Modality, Ids>>,
  vectors: Readonly<Record<Modality, Float32Array>>,
  width: number,
): { readonly itemIds: Ids; readonly embeddings_ND: Float32Array } {
  const rowOfText = indexOfIds(ids.text);
  const hasPicture = indexOfIds(ids.picture);
  const textsAlone = [...ids.text.keys()].filter((row) => !hasPicture.has(idAt(ids.text, row)));
  const numPictures = ids.picture.length;
  const embeddings_ND = new Float32Array((numPictures + textsAlone.length) * width);
  embeddings_ND.set(vectors.picture);
  const textAt = (row: number): Float32Array =>
    vectors.text.subarray(row * width, (row + 1) * width);
  for (let row = 0; row < numPictures; row++) {
    const text = rowOfText.get(idAt(ids.picture, row));
    if (text !== undefined) {
      addDirection(embeddings_ND.subarray(row * width, (row + 1) * width), textAt(text));
    }
  }
  textsAlone.forEach((row, i) => {
    embeddings_ND.set(textAt(row), (numPictures + i) * width);
  });
  const itemIds = packIds([...ids.picture, ...textsAlone.map((row) => idAt(ids.text, row))]);
  return { itemIds, embeddings_ND };
}

/** Half way between two directions; of opposite ones the first stays. */
function addDirection(a_D: Float32Array, b_D: Float32Array): void {
  let square = 0;
  for (let d = 0; d < a_D.length; d++) square += (a_D[d] + b_D[d]) ** 2;
  if (square === 0) return;
  const inverse = 1 / Math.sqrt(square);
  for (let d = 0; d < a_D.length; d++) a_D[d] = (a_D[d] + b_D[d]) * inverse;
}
