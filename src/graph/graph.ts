// A TensorFlow graph that is being written, with what it takes to differentiate it.
import type { Attribute, DataType, GraphNode } from '../engine/graph-node.ts';

/** An output of a node. */
export interface Value {
  /** Nodes made later have larger numbers. */
  readonly id: number;
  /** "node", or "node:1" for a second output. */
  readonly name: string;
  readonly type: DataType;
  /** How gradients go on from here; undefined: they do not. */
  readonly pull?: Pull;
}

/** From what a value was made, and how a gradient with respect to it becomes ones with respect to those. */
export interface Pull {
  readonly parents: readonly Value[];
  /**
   * @param gradient with respect to the value
   * @param wanted for each parent, whether its gradient is wanted
   * @returns gradients with respect to the parents; undefined where it is not wanted
   */
  readonly back: (gradient: Value, wanted: readonly boolean[]) => readonly (Value | undefined)[];
}

interface OpOptions {
  /** "T" and so on. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Of the first output; float32 where it is not said. */
  readonly type?: DataType;
  readonly pull?: Pull;
  /** Nodes that have to have run before. */
  readonly after?: readonly Value[];
  /** Name of the node; else made up. */
  readonly name?: string;
}

export class Graph {
  readonly #nodes: GraphNode[] = [];
  readonly #names = new Set<string>();

  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /** The number that the next node gets. */
  get nextId(): number {
    return this.#nodes.length;
  }

  /** Nodes that take a value in. */
  consumersOf({ name }: Value): Value[] {
    return this.#nodes.flatMap((node, id) =>
      node.inputs.includes(name) ? [{ id, name: node.name, type: 'float32' }] : [],
    );
  }

  /** Calls one of TensorFlow's ops by its name. @returns its first output */
  op(op: string, inputs: readonly Value[], options: OpOptions = {}): Value {
    const { attributes = {}, type = 'float32', pull, after = [] } = options;
    const id = this.nextId;
    const name = options.name ?? `${op}_${id}`;
    if (this.#names.has(name)) throw new Error(`two nodes are called ${name}`);
    this.#names.add(name);
    this.#nodes.push({
      name,
      op,
      inputs: [
        ...inputs.map((input) => input.name),
        ...after.map((value) => `^${value.name.replace(/:\d+$/, '')}`),
      ],
      attributes,
    });
    return { id, name, type, ...(pull === undefined ? {} : { pull }) };
  }
}

/** The second output of a node. */
export function secondOutput({ id, name }: Value, type: DataType = 'float32'): Value {
  return { id, name: `${name}:1`, type };
}

/** A value from which no gradients go on. */
export function stopGradient({ id, name, type }: Value): Value {
  return { id, name, type };
}
