// The two encoders of any CLIP-like pair in ONNX: a picture's and a text's vectors in one space.
import { loadOnnxModel } from '../onnx/onnx-runtime.ts';
import { tokenFeeds } from '../onnx/token-feeds.ts';
import { loadTokenizer, tokenizerFiles } from '../onnx/tokenizer.ts';
import { UserError } from '../util/errors.ts';
import { normalizeRows } from './encoder.ts';
import type { Encoder } from './encoder.ts';
import { embedByLength } from './length-batches.ts';
import { onnxPictureEncoder } from './picture-encoder.ts';

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
  if (!model.outputNames.includes(VECTOR)) {
    throw new UserError(
      `${model.path} gives ${model.outputNames.join(', ')}, not ${VECTOR}; the text model of a pair is wanted`,
    );
  }
  const tokenize = loadTokenizer(folder);
  const embed = async (texts: readonly (readonly number[])[]): Promise<Float32Array> =>
    (await model.run(tokenFeeds(model, texts), VECTOR)).data as Float32Array;
  // A text shows the width: exports leave it open.
  const width = (await embed([tokenize('')])).length;
  return {
    width,
    pictures: null,
    readsText: true,
    files: { 'text-model': model.path, ...tokenizerFiles(folder) },
    async encode(inputs) {
      const tokens = inputs.map(({ text }) => tokenize(text ?? ''));
      const vectors_BD = await embedByLength(tokens, width, embed);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}
