// Values that do not depend on others.
import type { DataType, GraphShape } from '../../engine/graph-node.ts';
import type { Graph, Value } from '../graph.ts';

/** What is fed under this name when the graph runs. */
export function placeholder(
  graph: Graph,
  name: string,
  shape: GraphShape,
  type: DataType = 'float32',
): Value {
  const attributes = { dtype: { type }, shape: { shape } };
  return graph.op('Placeholder', [], { name, attributes, type });
}

export function floats(
  graph: Graph,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Value {
  const tensor = { type: 'float32', shape, values: Float32Array.from(values) } as const;
  return graph.op('Const', [], { attributes: { dtype: { type: 'float32' }, value: { tensor } } });
}

export function scalar(graph: Graph, value: number): Value {
  return floats(graph, [value], []);
}

export function ints(
  graph: Graph,
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Value {
  const tensor = { type: 'int32', shape, values: Int32Array.from(values) } as const;
  const attributes = { dtype: { type: 'int32' as const }, value: { tensor } };
  return graph.op('Const', [], { attributes, type: 'int32' });
}
