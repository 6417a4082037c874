// Layers of a transformer by the names that their parameters have.
import type { Graph, Value } from '../graph/graph.ts';
import { layerNorm } from '../graph/ops/layer-norm.ts';
import { addBias, matMul } from '../graph/ops/products.ts';

/** Where layers are written, and find their parameters: by Hugging Face's names; a linear layer's weight is [inputs, outputs]. */
export interface Layers {
  readonly graph: Graph;
  readonly weights: (name: string) => Value;
}

/** x W + b, or x W for a layer without bias. */
export function linear(
  { graph, weights }: Layers,
  name: string,
  x_XI: Value,
  { hasBias = true }: { readonly hasBias?: boolean } = {},
): Value {
  const products_XO = matMul(graph, x_XI, weights(`${name}.weight`));
  return hasBias ? addBias(graph, products_XO, weights(`${name}.bias`)) : products_XO;
}

/** The layer norm of a name. */
export function norm(
  { graph, weights }: Layers,
  name: string,
  x_XM: Value,
  epsilon: number,
): Value {
  const [weight, bias] = [weights(`${name}.weight`), weights(`${name}.bias`)];
  return layerNorm(graph, x_XM, { weight, bias, epsilon });
}
