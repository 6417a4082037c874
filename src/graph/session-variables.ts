// The values of a session's variables.
import type { GraphSession } from '../engine/graph-session.ts';
import { tf } from '../engine/tf.ts';
import type { Variable, VariableSet } from './variables.ts';

/** @param valuesOf a variable's values, row by row; asked for when they are needed */
export function writeVariables(
  session: GraphSession,
  { writes }: VariableSet,
  valuesOf: (variable: Variable) => Float32Array,
): void {
  for (const { variables, feeds, fetch } of writes) {
    const tensors = variables.map((each) => tf.tensor(valuesOf(each), [...each.shape]));
    const fed = Object.fromEntries(tensors.map((tensor, i) => [feeds[i], tensor] as const));
    tf.dispose([...tensors, ...session.run(fed, [fetch])]);
  }
}

export function clearVariables(session: GraphSession, { clear }: VariableSet): void {
  const zero = tf.scalar(0);
  tf.dispose([zero, ...session.run({ [clear.feed]: zero }, [clear.fetch])]);
}

/**
 * What each variable holds now, by its name. Nothing is copied until a tensor's data are asked for.
 *
 * @returns tensors, the caller's
 */
export function variableTensors(
  session: GraphSession,
  { variables, read }: VariableSet,
): Record<string, tf.Tensor> {
  const tensors = session.run({}, read);
  return Object.fromEntries(tensors.map((tensor, i) => [variables[i].name, tensor] as const));
}
