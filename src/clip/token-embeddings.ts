// Token ids to rows: an embedding of each token and one of its place.
import type { Value } from '../graph/graph.ts';
import { ints } from '../graph/ops/constants.ts';
import { addToEach, countTo, gatherRows, reshape } from '../graph/ops/shapes.ts';
import type { Layers } from './layers.ts';

/**
 * @param names of the two tables
 * @returns [B T, M]
 */
export function placedTokens(
  { graph, weights }: Layers,
  names: { readonly tokens: string; readonly places: string },
  hiddenSize: number,
  { ids_BT, length }: { readonly ids_BT: Value; readonly length: Value },
): Value {
  const ids_X = graph.op('Reshape', [ids_BT, ints(graph, [-1])], {
    attributes: { T: { type: 'int32' }, Tshape: { type: 'int32' } },
    type: 'int32',
  });
  const tokens_XM = gatherRows(graph, weights(names.tokens), ids_X);
  const tokens = reshape(graph, tokens_XM, [-1, length, hiddenSize]);
  const places_TM = gatherRows(graph, weights(names.places), countTo(graph, length));
  return reshape(graph, addToEach(graph, tokens, places_TM), [-1, hiddenSize]);
}
