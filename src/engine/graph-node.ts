// Nodes of a TensorFlow graph, as data.

/** By TensorFlow's numbers (types.proto). */
export const DATA_TYPES = { float32: 1, int32: 3, resource: 20, bool: 10 } as const;
export type DataType = keyof typeof DATA_TYPES;

/** A size of null is known only when the graph runs. */
export type GraphShape = readonly (number | null)[];

export type Attribute =
  | { readonly type: DataType }
  | { readonly int: number }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly shape: GraphShape }
  | { readonly tensor: ConstantTensor };

/** Values of a constant, row by row. */
export type ConstantTensor =
  | { readonly type: 'float32'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly type: 'int32'; readonly shape: readonly number[]; readonly values: Int32Array };

/** A call of one of TensorFlow's ops. */
export interface GraphNode {
  readonly name: string;
  /** TensorFlow's name of the op. */
  readonly op: string;
  /** "node", "node:1" for its second output, "^node" where it only has to have run before. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}
