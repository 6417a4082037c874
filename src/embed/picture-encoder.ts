// A picture encoder: one vector for a picture.
import { loadOnnxModel, modelFiles } from '../onnx/onnx-runtime.ts';
import type { OnnxModel } from '../onnx/onnx-runtime.ts';
import { middleSquare } from '../pictures/prepare-picture.ts';
import { UserError } from '../util/errors.ts';
import { normalizeRows } from './encoder.ts';
import type { Encoder } from './encoder.ts';
import { readPictureProcessor } from './picture-processor.ts';
import { embedPictures } from './pixel-batches.ts';

const PIXELS = 'pixel_values';
const VECTOR = 'image_embeds';

/** -1 to 1, where a folder has no preprocessor_config.json. */
const HALF = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/**
 * A model in a folder (onnx/model.onnx from `pixel_values` to `image_embeds`). How its pictures are prepared stands in
 * preprocessor_config.json; without that file it is the middle square, with values from -1 to 1.
 *
 * @throws UserError if the folder lacks the model or the model has other inputs and outputs
 */
export async function createPictureEncoder(folder: string): Promise<Encoder> {
  return onnxPictureEncoder(await loadOnnxModel(folder), folder, 'picture-model');
}

/**
 * The encoder of a model from `pixel_values` to `image_embeds`.
 *
 * @param folder holds preprocessor_config.json
 * @param name of the model's file, in run.json
 * @throws UserError if the model has other inputs and outputs
 */
export async function onnxPictureEncoder(
  model: OnnxModel,
  folder: string,
  name: string,
): Promise<Encoder> {
  const processor = processorOf(model, folder);
  const { shape, scale } = processor;
  const { size } = shape;
  const embed = async (pixels: Float32Array, count: number): Promise<Float32Array> => {
    const tensor = model.floats(pixels, [count, 3, size, size]);
    return (await model.run({ [PIXELS]: tensor }, VECTOR)).data as Float32Array;
  };
  // A blank picture shows the width: exports may leave it open.
  const width = (await embed(new Float32Array(3 * size * size), 1)).length;
  return {
    width,
    pictures: shape,
    readsText: false,
    files: { ...modelFiles(name, model), ...processor.files },
    async encode(inputs) {
      const vectors_BD = await embedPictures(inputs, { size, scale, width }, embed);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}

/** The side of the pictures is a number in the model's input [batch, 3, side, side], or stands in the folder alone. */
function processorOf({ path, inputs, outputNames }: OnnxModel, folder: string) {
  const side = inputs.find(({ name }) => name === PIXELS)?.shape.at(3);
  const size = typeof side === 'number' ? side : undefined;
  const processor = readPictureProcessor(folder, size);
  if (inputs.length !== 1 || !outputNames.includes(VECTOR) || side === undefined) {
    throw new UserError(
      `${path} goes from ${inputs.map(({ name }) => name).join(', ')} to ${outputNames.join(', ')}; ` +
        `a picture encoder goes from ${PIXELS} to ${VECTOR}`,
    );
  }
  if (processor !== undefined) return processor;
  if (size === undefined) {
    throw new UserError(
      `${folder} has no preprocessor_config.json, and ${path} does not say the size of pictures; ` +
        "get the model's whole folder",
    );
  }
  return { shape: middleSquare(size), scale: HALF, files: {} };
}
