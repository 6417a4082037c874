// A model's parameters as variables of a graph.
import type { ModelWeights } from '../artifacts/model-weights.ts';
import type { GraphSession } from '../engine/graph-session.ts';
import { writeVariables } from '../graph/session-variables.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { readVariable, variable, variableSet } from '../graph/variables.ts';
import type { Variable, VariableSet } from '../graph/variables.ts';
import { numValues } from '../util/num-values.ts';
import type { StoredParameter } from './clip-parameters.ts';

/** A parameter, and the variable that holds it; of a linear layer [inputs, outputs]. */
export interface GraphParameter {
  readonly stored: StoredParameter;
  readonly variable: Variable;
}

export interface GraphParameters {
  readonly all: readonly GraphParameter[];
  /** Their variables. */
  readonly set: VariableSet;
  /** Reads each variable once, where it is first asked for: parts of a graph that run apart need readings of their own. */
  readonly weights: () => (name: string) => Value;
}

export function createParameters(
  graph: Graph,
  stored: readonly StoredParameter[],
): GraphParameters {
  const all = stored.map((each) => ({
    stored: each,
    variable: variable(graph, each.name, shapeInGraph(each)),
  }));
  const byName = new Map(all.map((each) => [each.stored.name, each]));
  return {
    all,
    set: variableSet(
      graph,
      'parameters',
      all.map((each) => each.variable),
    ),
    weights() {
      const read = new Map<string, Value>();
      return (name) => {
        const known = read.get(name);
        if (known !== undefined) return known;
        const parameter = byName.get(name);
        if (parameter === undefined) throw new Error(`no parameter is called ${name}`);
        const value = readVariable(graph, parameter.variable.handle);
        read.set(name, value);
        return value;
      };
    },
  };
}

/** A product with the transposed matrix took a sixth longer. */
function shapeInGraph({ shape, isLinear }: StoredParameter): readonly number[] {
  if (!isLinear) return shape;
  const [outputs, ...inputs] = shape;
  return [numValues(inputs), outputs];
}

/** @param initial a parameter's values, as its variable holds them */
export function writeParameters(
  session: GraphSession,
  { all, set }: GraphParameters,
  initial: (parameter: StoredParameter) => Float32Array,
): void {
  const storedOf = new Map(all.map(({ stored, variable: own }) => [own, stored]));
  writeVariables(session, set, (each) => initial(storedOf.get(each) as StoredParameter));
}

/** A parameter's values as they are stored. */
export function storedValues({ stored }: GraphParameter, values: Float32Array): Float32Array {
  if (!stored.isLinear) return values;
  const outputs = stored.shape[0];
  return transposed(values, values.length / outputs, outputs);
}

/**
 * A stored parameter's values as its variable holds them.
 *
 * @throws UserError if it is missing or has another shape
 */
export function valuesInGraph(
  weights: ModelWeights,
  { name, shape, isLinear }: StoredParameter,
): Float32Array {
  const values = weights.read(name, shape);
  return isLinear ? transposed(values, shape[0], values.length / shape[0]) : values;
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column];
    }
  }
  return result;
}
