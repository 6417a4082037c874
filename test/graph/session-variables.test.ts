import { expect, test } from 'vitest';
import { openGraph } from '../../src/engine/graph-session.ts';
import { tf } from '../../src/engine/tf.ts';
import { Graph } from '../../src/graph/graph.ts';
import {
  clearVariables,
  variableTensors,
  writeVariables,
} from '../../src/graph/session-variables.ts';
import { variable, variableSet } from '../../src/graph/variables.ts';

const SIZES = [2, (1 << 23) + 1, 1 << 23, 3];

test('variables are written in stretches, each asked for when its turn comes, and cleared', () => {
  const graph = new Graph();
  const own = SIZES.map((size, i) => variable(graph, `v${i}`, [size]));
  const set = variableSet(graph, 'set', own);
  expect(set.writes.map(({ variables }) => variables.map(({ name }) => name))).toEqual([
    ['v0', 'v1'],
    ['v2', 'v3'],
  ]);
  const session = openGraph(graph.nodes);
  writeVariables(session, set, ({ name, shape }) =>
    new Float32Array(shape[0]).fill(Number(name.slice(1)) + 1),
  );
  /** Of each variable the first and the last value. */
  const ends = (): number[][] => {
    const tensors = variableTensors(session, set);
    const values = Object.values(tensors).map((tensor) => tensor.dataSync());
    tf.dispose(tensors);
    return values.map((each) => [each[0], each[each.length - 1]]);
  };
  expect(ends()).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
  ]);
  clearVariables(session, set);
  expect(ends()).toEqual(SIZES.map(() => [0, 0]));
  session.dispose();
});

test('tensors of variables keep what they held when they were taken', () => {
  const graph = new Graph();
  const set = variableSet(graph, 'set', [variable(graph, 'v', [2])]);
  const session = openGraph(graph.nodes);
  writeVariables(session, set, () => Float32Array.of(1, 2));
  const { v } = variableTensors(session, set);
  writeVariables(session, set, () => Float32Array.of(3, 4));
  expect([...v.dataSync()]).toEqual([1, 2]);
  v.dispose();
  session.dispose();
});
