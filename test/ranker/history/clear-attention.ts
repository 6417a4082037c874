import { tf } from '../../../src/engine/tf.ts';
import type { HistoryBatch } from '../../../src/ranker/history/history-module.ts';

/** Values by the names of the parameters, without `history.`. */
export type Values = Readonly<Record<string, tf.Tensor>>;

/**
 * Transformer (no `seeds` among the values) and PMA as the paper writes them (Zheng 2025, section 3), an example at
 * a time: nothing folded, nothing moved behind the mean, and a tape for the gradients.
 */
export function clearHistory(batch: HistoryBatch, items_UM: tf.Tensor, values: Values): tf.Tensor {
  const { index_BT, lengths_B, agesMs_BT } = batch;
  const T = index_BT.length / lengths_B.length;
  const width = items_UM.shape[1] ?? 0;
  const rows = Array.from(lengths_B, (length, b) => {
    if (length === 0) return tf.mul(values.bias2, 0);
    const clicks = Array.from({ length }, (_, t) => b * T + t);
    const buckets = clicks.map((at) => Math.floor(Math.log2(agesMs_BT[at])));
    const x_TM = tf.addN([
      tf.gather(items_UM, toIndex(clicks.map((at) => index_BT[at]))),
      tf.gather(values.ages, toIndex(buckets.map((log2) => Math.min(Math.max(log2, 0), 35)))),
      tf.gather(values.positions, toIndex(clicks.map((_, t) => length - 1 - t))),
    ]);
    const normed = layerNorm(x_TM, values['norm1.scale'], values['norm1.shift']);
    const queries = values.seeds ?? times(normed, values.query);
    const scores = times(queries, tf.transpose(times(normed, values.key)));
    const attention = tf.softmax(tf.div(scores, Math.sqrt(width)));
    const x1 = tf.add(times(attention, times(normed, values.value)), values.seeds ?? x_TM);
    const normed1 = layerNorm(x1, values['norm2.scale'], values['norm2.shift']);
    const hidden = tf.relu(tf.add(times(normed1, values.weight1), values.bias1));
    const x2 = tf.add(tf.add(times(hidden, values.weight2), values.bias2), x1);
    return tf.mean(x2, 0);
  });
  return tf.stack(rows);
}

function times(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.matMul(a, b);
}

/** Not in the tape: an index. */
function toIndex(values: readonly number[]): tf.Tensor1D {
  return tf.tensor1d([...values], 'int32');
}

function layerNorm(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor {
  const centered = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centered), 1, true);
  return tf.add(tf.mul(tf.div(centered, tf.sqrt(tf.add(variance, 1e-5))), scale), shift);
}
