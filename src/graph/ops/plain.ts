// Ops without gradients: what gradients are made of.
import type { Graph, Value } from '../graph.ts';

/** The attribute of most ops. */
export const FLOAT = { T: { type: 'float32' } } as const;

/** Value by value, of the shapes of the inputs broadcast. */
export function plain(graph: Graph, op: string, ...inputs: Value[]): Value {
  return graph.op(op, inputs, { attributes: FLOAT });
}
