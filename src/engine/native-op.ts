// Any TensorFlow op by its name.
import { tf } from './tf.ts';

/** What an op's attribute may be; a type is given by the name tfjs has for it. */
export type NativeAttribute =
  | { readonly type: 'float32' | 'int32' }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly int: number }
  | { readonly shape: readonly number[] };

/** The part of tfjs-node's backend that runs any TensorFlow op by its name. */
interface NativeBackend {
  readonly binding: Readonly<Record<string, number>> & {
    executeOp(name: string, attributes: unknown[], ids: number[], outputs: number): unknown[];
  };
  getInputTensorIds(inputs: readonly tf.Tensor[]): number[];
  createOutputTensor(metadata: unknown): tf.Tensor;
}

/** Whether TensorFlow itself does the work, so that its ops can be called by name. */
export function isNativeBackend(): boolean {
  return tf.getBackend() === 'tensorflow';
}

/**
 * Runs a TensorFlow op that tfjs has no function for.
 *
 * @param attributes by the op's own names; a type attribute that is left out is deduced from the inputs
 * @returns as many tensors as `numOutputs`; the caller disposes them
 * @see https://www.tensorflow.org/api_docs/python/tf/raw_ops
 */
export function runNativeOp(
  name: string,
  inputs: readonly tf.Tensor[],
  attributes: Readonly<Record<string, NativeAttribute>>,
  numOutputs: number,
): tf.Tensor[] {
  const backend = tf.backend() as unknown as NativeBackend;
  const attrs = Object.entries(attributes).map(([key, attribute]) => ({
    name: key,
    ...encode(attribute, backend.binding),
  }));
  const ids = backend.getInputTensorIds(inputs);
  const outputs = backend.binding.executeOp(name, attrs, ids, numOutputs);
  return numOutputs === 0 ? [] : outputs.map((output) => backend.createOutputTensor(output));
}

/** An op with one output. */
export function nativeOp(
  name: string,
  inputs: readonly tf.Tensor[],
  attributes: Readonly<Record<string, NativeAttribute>> = {},
): tf.Tensor {
  return runNativeOp(name, inputs, attributes, 1)[0];
}

function encode(
  attribute: NativeAttribute,
  binding: NativeBackend['binding'],
): { type: number; value: unknown } {
  if ('type' in attribute) {
    const value = attribute.type === 'float32' ? binding.TF_FLOAT : binding.TF_INT32;
    return { type: binding.TF_ATTR_TYPE, value };
  }
  if ('bool' in attribute) return { type: binding.TF_ATTR_BOOL, value: attribute.bool };
  if ('text' in attribute) return { type: binding.TF_ATTR_STRING, value: attribute.text };
  if ('int' in attribute) return { type: binding.TF_ATTR_INT, value: attribute.int };
  return { type: binding.TF_ATTR_SHAPE, value: attribute.shape };
}
