// The two encoders of any CLIP-like pair in ONNX: a picture's and a text's vectors in one space.
import { loadOnnxModel } from '../onnx/onnx-runtime.ts';
import { tokenFeeds } from '../onnx/token-feeds.ts';
import type { Encoder } from './encoder.ts';
import { onnxPictureEncoder } from './picture-encoder.ts';
import { onnxTextEncoder } from './text-encoder.ts';

const VECTOR = 'text_embeds';

/**
 * onnx/vision_model.onnx of a folder, from `pixel_values` to `image_embeds`.
 *
 * @throws UserError if the folder lacks the model or the model has other inputs and outputs
 */
export async function createDualPictureEncoder(folder: string): Promise<Encoder> {
  const model = await loadOnnxModel(folder, 'vision_model');
  return onnxPictureEncoder(model, folder, 'picture-model');
}

/**
 * onnx/text_model.onnx of a folder, from `input_ids` to `text_embeds`.
 *
 * @throws UserError if the folder lacks a file or the model has other inputs and outputs
 */
export async function createDualTextEncoder(folder: string): Promise<Encoder> {
  const model = await loadOnnxModel(folder, 'text_model');
  return onnxTextEncoder(model, folder, {
    ...{ output: VECTOR, wanted: 'the text model of a pair' },
    embed: async (texts) =>
      (await model.run(tokenFeeds(model, texts), VECTOR)).data as Float32Array,
  });
}
