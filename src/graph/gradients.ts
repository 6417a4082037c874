// Gradients, by reverse mode over a graph.
import type { Graph, Value } from './graph.ts';
import { addAll } from './ops/arithmetic.ts';

/** A value with the gradient of the loss with respect to it. */
export interface Seed {
  readonly value: Value;
  readonly gradient: Value;
}

/**
 * Writes the nodes that compute gradients.
 *
 * @param seeds where the gradients come from
 * @param wanted with respect to what
 * @returns gradients in the order of `wanted`; undefined where a value has no part in the seeds
 */
export function gradients(
  graph: Graph,
  seeds: readonly Seed[],
  wanted: readonly Value[],
): (Value | undefined)[] {
  const values = orderedValues(seeds.map(({ value }) => value));
  const leads = leadingTo(values, wanted);
  const parts = new Map<number, Value[]>();
  const give = (value: Value, gradient: Value): void => {
    const given = parts.get(value.id);
    if (given === undefined) parts.set(value.id, [gradient]);
    else given.push(gradient);
  };
  for (const { value, gradient } of seeds) give(value, gradient);
  const sums = new Map<number, Value>();
  for (const value of values.toReversed()) {
    const given = parts.get(value.id);
    if (given === undefined || !leads.has(value.id)) continue;
    const gradient = addAll(graph, given);
    parts.delete(value.id);
    sums.set(value.id, gradient);
    if (value.pull === undefined) continue;
    const { parents, back } = value.pull;
    const isWanted = parents.map(({ id }) => leads.has(id));
    if (!isWanted.includes(true)) continue;
    back(gradient, isWanted).forEach((part, i) => {
      if (part !== undefined) give(parents[i], part);
    });
  }
  return wanted.map(({ id }) => sums.get(id));
}

/** The values and all from which they were made, those made first first. */
function orderedValues(ends: readonly Value[]): Value[] {
  const found = new Map<number, Value>();
  const stack = [...ends];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (found.has(value.id)) continue;
    found.set(value.id, value);
    stack.push(...(value.pull?.parents ?? []));
  }
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/** Those that a wanted value has a part in. */
function leadingTo(values: readonly Value[], wanted: readonly Value[]): ReadonlySet<number> {
  const leads = new Set(wanted.map(({ id }) => id));
  for (const { id, pull } of values) {
    if (pull?.parents.some((parent) => leads.has(parent.id))) leads.add(id);
  }
  return leads;
}
