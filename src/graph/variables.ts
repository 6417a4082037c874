// Values that a session keeps from run to run.
import type { Graph, Value } from './graph.ts';
import { ints, placeholder, scalar } from './ops/constants.ts';

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

/** Variables that are read and written together: TensorFlow takes a while over each new set of feeds and fetches. */
export interface VariableSet {
  readonly variables: readonly Variable[];
  /** To feed, one for each variable, and to fetch, to set them. */
  readonly write: { readonly feeds: readonly string[]; readonly fetch: string };
  /** To fetch, to set them to zeros. */
  readonly clear: string;
  /** To fetch, one for each variable. */
  readonly read: readonly string[];
}

export function variableSet(
  graph: Graph,
  name: string,
  variables: readonly Variable[],
): VariableSet {
  const assigned = variables.map(({ name: own, shape, handle }) => {
    const fed = placeholder(graph, `${own}/new`, shape);
    return { feed: fed.name, op: assignTo(graph, handle, fed) };
  });
  const cleared = variables.map(({ shape, handle }) =>
    assignTo(graph, handle, zeros(graph, shape)),
  );
  return {
    variables,
    write: {
      feeds: assigned.map(({ feed }) => feed),
      fetch: doneAfter(
        graph,
        `${name}/write`,
        assigned.map(({ op }) => op),
      ).name,
    },
    clear: doneAfter(graph, `${name}/clear`, cleared).name,
    read: variables.map(({ handle }) => readVariable(graph, handle).name),
  };
}

function zeros(graph: Graph, shape: readonly number[]): Value {
  return graph.op('Fill', [ints(graph, shape), scalar(graph, 0)], {
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
