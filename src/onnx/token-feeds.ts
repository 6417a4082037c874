// Token ids as the inputs of a text model.
import { UserError } from '../util/errors.ts';
import type { OnnxModel, OnnxTensor } from './onnx-runtime.ts';

/**
 * What a text model takes, whatever of `input_ids`, `attention_mask` and `token_type_ids` it asks for; texts are padded
 * with 0 behind their end.
 *
 * @throws UserError if the model wants another input
 */
export function tokenFeeds(
  model: OnnxModel,
  texts: readonly (readonly number[])[],
): Record<string, OnnxTensor> {
  const longest = Math.max(...texts.map((ids) => ids.length));
  const ids = new BigInt64Array(texts.length * longest);
  const mask = new BigInt64Array(ids.length);
  texts.forEach((tokens, row) =>
    tokens.forEach((id, i) => {
      ids[row * longest + i] = BigInt(id);
      mask[row * longest + i] = 1n;
    }),
  );
  const known: Readonly<Record<string, BigInt64Array>> = {
    input_ids: ids,
    attention_mask: mask,
    token_type_ids: new BigInt64Array(ids.length),
  };
  const feeds: Record<string, OnnxTensor> = {};
  for (const { name } of model.inputs) {
    if (!(name in known)) {
      throw new UserError(
        `${model.path} wants the input ${name}, which sid does not know; choose another model`,
      );
    }
    feeds[name] = model.integers(known[name], [texts.length, longest]);
  }
  return feeds;
}
