// A sentence encoder: the mean of its last layer over the tokens.
import { loadOnnxModel, modelFiles } from '../onnx/onnx-runtime.ts';
import type { OnnxModel } from '../onnx/onnx-runtime.ts';
import { tokenFeeds } from '../onnx/token-feeds.ts';
import { loadTokenizer, tokenizerFiles } from '../onnx/tokenizer.ts';
import { UserError } from '../util/errors.ts';
import { normalizeRows } from './encoder.ts';
import type { Encoder } from './encoder.ts';
import { embedByLength } from './length-batches.ts';

const HIDDEN = 'last_hidden_state';

/**
 * A BERT-like model in a folder (tokenizer.json, onnx/model.onnx with `last_hidden_state`), mean-pooled and normalized
 * as Sentence-BERT (Reimers and Gurevych 2019) is.
 *
 * @throws UserError if the folder lacks a file or the model has other outputs
 */
export async function createTextEncoder(folder: string): Promise<Encoder> {
  const model = await loadOnnxModel(folder);
  return onnxTextEncoder(model, folder, {
    ...{ output: HIDDEN, wanted: 'a text encoder' },
    embed: (texts) => embedTokens(model, texts),
  });
}

/** How a model makes vectors of texts. */
interface TextModel {
  /** Which the model must have. */
  readonly output: string;
  /** What a model with it is, for messages. */
  readonly wanted: string;
  /** From token ids to D floats a text. */
  readonly embed: (texts: readonly (readonly number[])[]) => Promise<Float32Array>;
}

/**
 * A text model in ONNX with the tokenizer of its folder.
 *
 * @throws UserError if the folder lacks the tokenizer or the model has other outputs
 */
export async function onnxTextEncoder(
  model: OnnxModel,
  folder: string,
  { output, wanted, embed }: TextModel,
): Promise<Encoder> {
  if (!model.outputNames.includes(output)) {
    throw new UserError(
      `${model.path} gives ${model.outputNames.join(', ')}, not ${output}; ${wanted} is wanted`,
    );
  }
  const tokenize = loadTokenizer(folder);
  // A text shows the width: exports leave it open.
  const width = (await embed([tokenize('')])).length;
  return {
    width,
    pictures: null,
    readsText: true,
    files: { ...modelFiles('text-model', model), ...tokenizerFiles(folder) },
    async encode(inputs) {
      const tokens = inputs.map(({ text }) => tokenize(text ?? ''));
      const vectors_BD = await embedByLength(tokens, width, embed);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}

/** The mean of each text's own tokens. */
async function embedTokens(
  model: OnnxModel,
  texts: readonly (readonly number[])[],
): Promise<Float32Array> {
  const hidden = await model.run(tokenFeeds(model, texts), HIDDEN);
  const [, longest, width] = hidden.dims;
  return meanOverTokens(hidden.data as Float32Array, texts, longest, width);
}

function meanOverTokens(
  hidden: Float32Array,
  texts: readonly (readonly number[])[],
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
