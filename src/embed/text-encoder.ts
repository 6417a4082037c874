// A sentence encoder: the mean of its last layer over the tokens.
import { join } from 'node:path';
import { loadOnnxModel } from '../onnx/onnx-runtime.ts';
import type { OnnxModel, OnnxTensor } from '../onnx/onnx-runtime.ts';
import { loadTokenizer } from '../onnx/tokenizer.ts';
import { UserError } from '../util/errors.ts';
import { normalizeRows } from './encoder.ts';
import type { Encoder } from './encoder.ts';

const HIDDEN = 'last_hidden_state';

/** Texts of nearly equal length, so that little is padded. */
const TEXTS_PER_BATCH = 32;

/**
 * A BERT-like model in a folder (tokenizer.json, onnx/model.onnx with `last_hidden_state`), mean-pooled and normalized
 * as Sentence-BERT (Reimers and Gurevych 2019) is.
 *
 * @throws UserError if the folder lacks a file or the model has other outputs
 */
export async function createTextEncoder(folder: string): Promise<Encoder> {
  const model = await loadOnnxModel(folder);
  if (!model.outputNames.includes(HIDDEN)) {
    throw new UserError(
      `${model.path} gives ${model.outputNames.join(', ')}, not ${HIDDEN}; a text encoder is wanted`,
    );
  }
  const tokenize = loadTokenizer(folder);
  // A token shows the width: exports leave it open.
  const width = (await embedTokens(model, [[0]])).length;
  return {
    width,
    pictureSize: null,
    readsText: true,
    files: { 'text-model': model.path, tokenizer: join(folder, 'tokenizer.json') },
    async encode(inputs) {
      const tokens = inputs.map(({ text }) => tokenize(text ?? ''));
      const order = tokens
        .map((_, i) => i)
        .sort((a, b) => tokens[a].length - tokens[b].length || a - b);
      const vectors_BD = new Float32Array(inputs.length * width);
      for (let start = 0; start < order.length; start += TEXTS_PER_BATCH) {
        const batch = order.slice(start, start + TEXTS_PER_BATCH);
        const rows = await embedTokens(
          model,
          batch.map((i) => tokens[i]),
        );
        batch.forEach((i, row) =>
          vectors_BD.set(rows.subarray(row * width, (row + 1) * width), i * width),
        );
      }
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}

/** The mean of each text's own tokens. */
async function embedTokens(model: OnnxModel, texts: readonly number[][]): Promise<Float32Array> {
  const longest = Math.max(...texts.map((ids) => ids.length));
  const dims = [texts.length, longest];
  const ids = new BigInt64Array(texts.length * longest);
  const mask = new BigInt64Array(ids.length);
  texts.forEach((tokens, row) =>
    tokens.forEach((id, i) => {
      ids[row * longest + i] = BigInt(id);
      mask[row * longest + i] = 1n;
    }),
  );
  const known: Record<string, BigInt64Array> = {
    input_ids: ids,
    attention_mask: mask,
    token_type_ids: new BigInt64Array(ids.length),
  };
  const feeds: Record<string, OnnxTensor> = {};
  for (const { name } of model.inputs) {
    feeds[name] = model.integers(inputOf(known, name, model), dims);
  }
  const hidden = await model.run(feeds, HIDDEN);
  return meanOverTokens(hidden.data as Float32Array, texts, longest, hidden.dims[2]);
}

function inputOf(
  known: Readonly<Record<string, BigInt64Array>>,
  name: string,
  { path }: OnnxModel,
) {
  if (name in known) return known[name];
  throw new UserError(
    `${path} wants the input ${name}, which sid does not know; choose another model`,
  );
}

function meanOverTokens(
  hidden: Float32Array,
  texts: readonly number[][],
  longest: number,
  width: number,
): Float32Array {
  const means_BD = new Float32Array(texts.length * width);
  texts.forEach((tokens, row) => {
    for (let i = 0; i < tokens.length; i++) {
      const start = (row * longest + i) * width;
      for (let j = 0; j < width; j++)
        means_BD[row * width + j] += hidden[start + j] / tokens.length;
    }
  });
  return means_BD;
}
