// A picture encoder: one vector for a picture.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../artifacts/json-file.ts';
import { loadOnnxModel } from '../onnx/onnx-runtime.ts';
import type { OnnxModel } from '../onnx/onnx-runtime.ts';
import { writePixels } from '../pictures/picture-tensor.ts';
import type { PictureScale } from '../pictures/picture-tensor.ts';
import { isObject } from '../schema/json.ts';
import { UserError } from '../util/errors.ts';
import { normalizeRows } from './encoder.ts';
import type { Encoder } from './encoder.ts';

const PIXELS = 'pixel_values';
const VECTOR = 'image_embeds';
const PICTURES_PER_BATCH = 16;

/** -1 to 1, where a folder has no preprocessor_config.json. */
const HALF: PictureScale = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/**
 * A model in a folder (onnx/model.onnx from `pixel_values` to `image_embeds`). What its pictures are scaled by stands in
 * preprocessor_config.json; without that file values go from -1 to 1.
 *
 * @throws UserError if the folder lacks the model or the model has other inputs and outputs
 */
export async function createPictureEncoder(folder: string): Promise<Encoder> {
  const model = await loadOnnxModel(folder);
  const config = join(folder, 'preprocessor_config.json');
  const hasConfig = existsSync(config);
  const scale = hasConfig ? readScale(config) : HALF;
  const size = sizeOf(model);
  const feed = async (pixels: Float32Array, count: number): Promise<Float32Array> => {
    const tensor = model.floats(pixels, [count, 3, size, size]);
    return (await model.run({ [PIXELS]: tensor }, VECTOR)).data as Float32Array;
  };
  const numFloats = 3 * size * size;
  // A blank picture shows the width: exports may leave it open.
  const width = (await feed(new Float32Array(numFloats), 1)).length;
  return {
    width,
    pictureSize: size,
    readsText: false,
    files: { 'picture-model': model.path, ...(hasConfig ? { 'picture-scale': config } : {}) },
    async encode(inputs) {
      const vectors_BD = new Float32Array(inputs.length * width);
      for (let start = 0; start < inputs.length; start += PICTURES_PER_BATCH) {
        const batch = inputs.slice(start, start + PICTURES_PER_BATCH);
        const pixels = new Float32Array(batch.length * numFloats);
        batch.forEach(({ picture }, i) => {
          if (picture !== null) writePixels(picture, scale, pixels, i * numFloats);
        });
        vectors_BD.set(await feed(pixels, batch.length), start * width);
      }
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}

/** Side of the pictures, from the shape [batch, 3, side, side]. */
function sizeOf({ path, inputs, outputNames }: OnnxModel): number {
  const shape = inputs.find(({ name }) => name === PIXELS)?.shape ?? [];
  const size = shape[3];
  if (inputs.length !== 1 || !outputNames.includes(VECTOR) || typeof size !== 'number') {
    throw new UserError(
      `${path} goes from ${inputs.map(({ name }) => name).join(', ')} to ${outputNames.join(', ')}; ` +
        `a picture encoder goes from ${PIXELS} (pictures of one size) to ${VECTOR}`,
    );
  }
  return size;
}

function readScale(path: string): PictureScale {
  const config = readJson(path);
  const { image_mean: mean, image_std: std } = isObject(config) ? config : {};
  if (isTriple(mean) && isTriple(std)) return { mean, std };
  throw new UserError(`${path}: "image_mean" and "image_std" must be lists of three numbers`);
}

function isTriple(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.length === 3 && value.every((each) => typeof each === 'number')
  );
}
