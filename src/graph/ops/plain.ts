// Ops without gradients: what gradients are made of.
import type { Graph, Value } from '../graph.ts';

/** The attribute of most ops. */
export const FLOAT = { T: { type: 'float32' } } as const;

/** Value by value, of the shapes of the inputs broadcast. */
export function plain(graph: Graph, op: string, ...inputs: Value[]): Value {
  return graph.op(op, inputs, { attributes: FLOAT });
}

/**
 * 1 / sqrt(x). TensorFlow's own Rsqrt takes several values at a time, and the last ones of a tensor in another way with other
 * last digits: what an item's vector is would depend on its place in the batch.
 */
export function inverseRoot(graph: Graph, x: Value): Value {
  return plain(graph, 'Reciprocal', plain(graph, 'Sqrt', x));
}
