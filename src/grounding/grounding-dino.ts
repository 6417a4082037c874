// Grounding DINO (Liu et al. 2023) as an ONNX model: boxes for what a text names.
import { join } from 'node:path';
import { writePixels } from '../pictures/picture-tensor.ts';
import { resizePicture } from '../pictures/resize-picture.ts';
import type { ResizedPicture } from '../pictures/resize-picture.ts';
import type { PictureSize } from '../pictures/with-picture.ts';
import { loadOnnxModel, modelFiles } from '../onnx/onnx-runtime.ts';
import type { OnnxModel, OnnxTensor } from '../onnx/onnx-runtime.ts';
import { loadTokenizer } from '../onnx/tokenizer.ts';
import { messageOf, setting, UserError } from '../util/errors.ts';
import type { DetectorOutput } from './choose-box.ts';
import { captionTokens } from './detector-caption.ts';
import { detectorSizeOf, scaleDetectorSize } from './detector-size.ts';
import type { DetectorSize } from './detector-size.ts';
import { readProcessorConfig } from './processor-config.ts';

/** Finds in pictures what texts name. */
export interface Detector {
  /** Files whose bytes decide the boxes, for run.json. */
  readonly files: Readonly<Record<string, string>>;
  readonly size: DetectorSize;
  /** @throws Error in the words of the decoder where it is no picture */
  decode(bytes: Uint8Array): Promise<ResizedPicture>;
  /** @throws UserError where the model cannot take the picture's size */
  detect(picture: ResizedPicture, prompt: string): Promise<DetectorOutput>;
  /** The same for pixels that are scaled already: red, green, blue, each row by row. */
  detectPixels(pixels: Float32Array, size: PictureSize, prompt: string): Promise<DetectorOutput>;
}

const INPUTS = ['pixel_values', 'input_ids', 'token_type_ids', 'attention_mask', 'pixel_mask'];
const OUTPUTS = ['logits', 'pred_boxes'] as const;

/** `max_text_len` of all published models: tokens that their logits have room for. */
const MOST_TOKENS = 256;

/**
 * Loads the model of a folder as on Hugging Face's hub: onnx/model.onnx, tokenizer.json, preprocessor_config.json.
 *
 * @param detectorSize shorter side of the pictures that it sees; null: as its processor says
 * @throws UserError if a file is missing, the model is another, or its graph holds for another size only
 */
export async function loadGroundingDino(
  folder: string,
  detectorSize: number | null,
): Promise<Detector> {
  const { size: ownSize, kernel, scale } = readProcessorConfig(folder);
  const model = await loadOnnxModel(folder);
  assertGroundingDino(model);
  const tokenize = loadTokenizer(folder);
  const size = chooseSize(model, ownSize, detectorSize);
  const detectPixels: Detector['detectPixels'] = async (pixels, { width, height }, prompt) => {
    const ids = captionTokens(prompt, tokenize, MOST_TOKENS);
    const feeds = feedsOf(model, pixels, [height, width], ids);
    const { logits, pred_boxes } = await model.runAll(feeds, OUTPUTS).catch((error: unknown) => {
      throw cannotTake(model, `${height} x ${width}`, error);
    });
    return { logits: logits.data as Float32Array, boxes: pred_boxes.data as Float32Array };
  };
  return {
    files: {
      ...modelFiles('detector', model),
      'detector-tokenizer': join(folder, 'tokenizer.json'),
      'detector-processor': join(folder, 'preprocessor_config.json'),
    },
    size,
    detectPixels,
    decode: (bytes) => resizePicture(bytes, (upright) => detectorSizeOf(upright, size), kernel),
    detect(picture, prompt) {
      const pixels = new Float32Array(picture.rgb.length);
      writePixels(picture, scale, pixels, 0);
      return detectPixels(pixels, picture, prompt);
    },
  };
}

function assertGroundingDino({ path, inputs, outputNames }: OnnxModel): void {
  const names = inputs.map(({ name }) => name);
  const isOne =
    names.includes('pixel_values') &&
    names.includes('input_ids') &&
    names.every((name) => INPUTS.includes(name)) &&
    OUTPUTS.every((name) => outputNames.includes(name));
  if (isOne) return;
  throw new UserError(
    `${path} goes from ${names.join(', ')} to ${outputNames.join(', ')}; ` +
      `Grounding DINO goes from ${INPUTS.join(', ')} to ${OUTPUTS.join(', ')}`,
  );
}

/** A graph that was exported for one size has it in its shape, and takes no other. */
function chooseSize(
  { path, inputs }: OnnxModel,
  ownSize: DetectorSize,
  detectorSize: number | null,
): DetectorSize {
  const [, , height, width] = inputs.find(({ name }) => name === 'pixel_values')?.shape ?? [];
  if (typeof height !== 'number' || typeof width !== 'number') {
    return detectorSize === null ? ownSize : scaleDetectorSize(ownSize, detectorSize);
  }
  if (detectorSize === null || detectorSize === Math.min(height, width)) return { height, width };
  throw new UserError(
    `${path} was exported for pictures of ${height} x ${width} only; leave ${setting('detectorSize')} out, ` +
      `or export the model for any size with optional/grounding-dino/export.py`,
  );
}

function feedsOf(
  model: OnnxModel,
  pixels: Float32Array,
  [height, width]: readonly [number, number],
  ids: readonly number[],
): Record<string, OnnxTensor> {
  const ones = new BigInt64Array(ids.length).fill(1n);
  const tokens = [1, ids.length];
  const makers: Record<string, (type: string) => OnnxTensor> = {
    pixel_values: () => model.floats(pixels, [1, 3, height, width]),
    input_ids: () => model.integers(BigInt64Array.from(ids, BigInt), tokens),
    token_type_ids: () => model.integers(new BigInt64Array(ids.length), tokens),
    attention_mask: (type) =>
      type === 'bool'
        ? model.booleans(new Uint8Array(ids.length).fill(1), tokens)
        : model.integers(ones, tokens),
    // Nothing is padded: pictures come one at a time.
    pixel_mask: (type) =>
      type === 'bool'
        ? model.booleans(new Uint8Array(height * width).fill(1), [1, height, width])
        : model.integers(new BigInt64Array(height * width).fill(1n), [1, height, width]),
  };
  const named = model.inputs.map(({ name, type }) => [name, makers[name](type)] as const);
  return Object.fromEntries(named);
}

/** Exports may name a size as open that inner parts of the graph hold fixed. */
function cannotTake({ path }: OnnxModel, size: string, error: unknown): UserError {
  return new UserError(
    `${path} does not take pictures of ${size} (${messageOf(error).split('\n')[0]}); ` +
      `leave ${setting('detectorSize')} out, or take a model exported for this size`,
  );
}
