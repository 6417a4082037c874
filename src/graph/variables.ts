// Values that a session keeps from run to run.
import type { Graph, Value } from './graph.ts';
import { numValues } from '../util/num-values.ts';
import { ints, placeholder } from './ops/constants.ts';

/** A float32 variable. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  /** The resource that ops name. */
  readonly handle: Value;
}

const DTYPE = { dtype: { type: 'float32' } } as const;

/** A variable without a value yet; reading it before it is written is an error of TensorFlow's. */
export function variable(graph: Graph, name: string, shape: readonly number[]): Variable {
  const attributes = {
    ...{ ...DTYPE, shape: { shape } },
    ...{ shared_name: { text: name }, container: { text: '' } },
  };
  return {
    name,
    shape,
    handle: graph.op('VarHandleOp', [], { name, attributes, type: 'resource' }),
  };
}

/** Variables that are read together: TensorFlow takes a while over each new set of feeds and fetches. */
export interface VariableSet {
  readonly variables: readonly Variable[];
  /** All of them in stretches, to be written one after the other. */
  readonly writes: readonly VariableWrite[];
  /** To feed a zero and to fetch, to set them to zeros. */
  readonly clear: { readonly feed: string; readonly fetch: string };
  /** To fetch, one for each variable. */
  readonly read: readonly string[];
}

/** Variables that are written at once. */
export interface VariableWrite {
  readonly variables: readonly Variable[];
  /** To feed, one for each variable. */
  readonly feeds: readonly string[];
  /** To fetch, so that it is done. */
  readonly fetch: string;
}

/** Values in a stretch, if it is not a single variable: what is fed stands in memory three times. */
const MOST_VALUES = 1 << 24;

export function variableSet(
  graph: Graph,
  name: string,
  variables: readonly Variable[],
): VariableSet {
  // Of a constant TensorFlow would keep a copy as large as the variable; of equal fillings it would make one, which each
  // variable leaves when it is first changed, in the midst of a step: hence the feed, and one behind the other.
  const zero = placeholder(graph, `${name}/zero`, []);
  const cleared: Value[] = [];
  for (const { shape, handle } of variables) {
    cleared.push(assignTo(graph, handle, filled(graph, shape, zero, cleared.slice(-1))));
  }
  return {
    variables,
    writes: stretches(variables).map((own, i) => writeOf(graph, `${name}/write/${i}`, own)),
    clear: { feed: zero.name, fetch: doneAfter(graph, `${name}/clear`, cleared).name },
    read: variables.map(({ handle }) => readVariable(graph, handle).name),
  };
}

function writeOf(graph: Graph, name: string, variables: readonly Variable[]): VariableWrite {
  const fed = variables.map((each) => placeholder(graph, `${each.name}/new`, each.shape));
  const assigned = fed.map((value, i) => assignTo(graph, variables[i].handle, value));
  return {
    ...{ variables, feeds: fed.map((value) => value.name) },
    fetch: doneAfter(graph, name, assigned).name,
  };
}

function stretches(variables: readonly Variable[]): Variable[][] {
  const found: Variable[][] = [];
  let left = 0;
  for (const each of variables) {
    const size = numValues(each.shape);
    if (size > left) {
      found.push([]);
      left = MOST_VALUES;
    }
    found[found.length - 1].push(each);
    left -= size;
  }
  return found;
}

function filled(
  graph: Graph,
  shape: readonly number[],
  value: Value,
  after: readonly Value[],
): Value {
  return graph.op('Fill', [ints(graph, shape), value], {
    after,
    attributes: { T: { type: 'float32' }, index_type: { type: 'int32' } },
  });
}

/** The value of a variable. @param after what has to have run before */
export function readVariable(graph: Graph, handle: Value, after: readonly Value[] = []): Value {
  return graph.op('ReadVariableOp', [handle], { attributes: DTYPE, after });
}

/** @param after what has to have run before */
export function assignTo(
  graph: Graph,
  handle: Value,
  value: Value,
  after: readonly Value[] = [],
): Value {
  return graph.op('AssignVariableOp', [handle, value], { attributes: DTYPE, after });
}

/** Something to fetch when only effects are wanted. */
export function doneAfter(graph: Graph, name: string, effects: readonly Value[]): Value {
  const tensor = { type: 'int32', shape: [], values: Int32Array.of(effects.length) } as const;
  return graph.op('Const', [], {
    name,
    after: effects,
    attributes: { dtype: { type: 'int32' }, value: { tensor } },
    type: 'int32',
  });
}
