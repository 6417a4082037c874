// The values of a session's variables.
import type { GraphSession } from '../engine/graph-session.ts';
import { tf } from '../engine/tf.ts';
import type { VariableSet } from './variables.ts';

/** @param values of each variable, row by row */
export function writeVariables(
  session: GraphSession,
  { variables, write }: VariableSet,
  values: readonly Float32Array[],
): void {
  const tensors = variables.map(({ shape }, i) => tf.tensor(values[i], [...shape]));
  const feeds = Object.fromEntries(tensors.map((tensor, i) => [write.feeds[i], tensor] as const));
  tf.dispose([...tensors, ...session.run(feeds, [write.fetch])]);
}

export function clearVariables(session: GraphSession, { clear }: VariableSet): void {
  tf.dispose(session.run({}, [clear]));
}

/** @returns each variable's values; copies */
export function readVariables(session: GraphSession, { read }: VariableSet): Float32Array[] {
  const tensors = session.run({}, read);
  const values = tensors.map((tensor) => Float32Array.from(tensor.dataSync<'float32'>()));
  tf.dispose(tensors);
  return values;
}
