// Activations that are computed again on the way back, instead of being kept.
import { gradients } from '../gradients.ts';
import { stopGradient } from '../graph.ts';
import type { Graph, Value } from '../graph.ts';
import { FLOAT } from './plain.ts';

/**
 * A part of a graph of which only the input is kept (Chen 2016, "Training deep nets with sublinear memory cost"): its
 * inside is computed a second time when its gradient is wanted.
 *
 * @param inside writes the part; called twice with the same result
 */
export function recompute(graph: Graph, x: Value, inside: (x: Value) => Value): Value {
  const first = graph.nextId;
  const y = inside(stopGradient(x));
  const outside = outerParents(y, first).filter(({ id }) => id !== x.id);
  return graph.op('Identity', [y], {
    attributes: FLOAT,
    pull: {
      parents: [x, ...outside],
      back: (gradient, wanted) => {
        const again = graph.op('Identity', [x], { attributes: FLOAT, after: [gradient] });
        const seeds = [{ value: inside(again), gradient }];
        const asked = [again, ...outside].filter((_, i) => wanted[i]);
        const found = gradients(graph, seeds, asked);
        let next = 0;
        const [toX, ...rest] = wanted.map((isWanted) => (isWanted ? found[next++] : undefined));
        return [toX && afterAll(graph, toX, rest), ...rest];
      },
    },
  });
}

/** A gradient that goes on when the others are there too: else the insides of several parts would be kept for theirs. */
function afterAll(graph: Graph, gradient: Value, others: readonly (Value | undefined)[]): Value {
  const after = others.filter((other) => other !== undefined);
  return graph.op('Identity', [gradient], { attributes: FLOAT, after });
}

/** What has a part in a value: values made before, and those made of nothing, such as weights. */
function outerParents(value: Value, first: number): Value[] {
  const [seen, outer] = [new Set<number>(), [] as Value[]];
  const visit = (each: Value): void => {
    if (seen.has(each.id)) return;
    seen.add(each.id);
    if (each.id < first || each.pull === undefined) outer.push(each);
    else each.pull?.parents.forEach(visit);
  };
  visit(value);
  return outer;
}
