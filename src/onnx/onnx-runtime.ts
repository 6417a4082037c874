// The part of onnxruntime-node's interface that is used here.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadPackage } from '../packages/load-package.ts';
import { messageOf, UserError } from '../util/errors.ts';
import { threadsFrom } from '../util/threads.ts';

/** A tensor of ONNX Runtime, row-major. */
export interface OnnxTensor {
  readonly data: Float32Array | BigInt64Array | Uint8Array;
  readonly dims: readonly number[];
}

/** Type and shape of an input or output; a size that is open has a name. */
interface ValueMetadata {
  readonly name: string;
  /** "float32", "int64", "bool" ... */
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

interface Session {
  readonly inputNames: readonly string[];
  readonly inputMetadata: readonly ValueMetadata[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    outputs: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor>>>;
}

interface OnnxRuntime {
  readonly InferenceSession: {
    create(path: string, options: { intraOpNumThreads: number }): Promise<Session>;
  };
  readonly Tensor: new (
    type: 'float32' | 'int64' | 'bool',
    data: Float32Array | BigInt64Array | Uint8Array,
    dims: readonly number[],
  ) => OnnxTensor;
}

/** A model that runs. */
export interface OnnxModel {
  readonly path: string;
  /** Where a large model has its weights, beside its graph. */
  readonly weights: readonly string[];
  readonly inputs: readonly ValueMetadata[];
  readonly outputNames: readonly string[];
  /** @returns the named output; its data are the caller's */
  run(feeds: Readonly<Record<string, OnnxTensor>>, output: string): Promise<OnnxTensor>;
  /** @returns several outputs of one run, by name */
  runAll<Name extends string>(
    feeds: Readonly<Record<string, OnnxTensor>>,
    outputs: readonly Name[],
  ): Promise<Readonly<Record<Name, OnnxTensor>>>;
  floats(data: Float32Array, dims: readonly number[]): OnnxTensor;
  integers(data: BigInt64Array, dims: readonly number[]): OnnxTensor;
  /** 0 and 1 */
  booleans(data: Uint8Array, dims: readonly number[]): OnnxTensor;
}

/** The model of a folder, or a part of it. */
export type OnnxModelName = 'model' | 'vision_model' | 'text_model';

/** Ends of a model's files, the most exact first. */
const PRECISIONS = ['.onnx', '_fp16.onnx', '_quantized.onnx'];

/** Behind the name of a graph: files of weights, as exporters call them; of several `model.onnx_data_1` too. */
const WEIGHTS = /^\.(?:onnx_data|onnx\.data|data)(?:_\d+)?$/;

/** The files of a model by name, for run.json. */
export function modelFiles(name: string, { path, weights }: OnnxModel): Record<string, string> {
  const named = weights.map((file, i) => {
    const number = i === 0 ? '' : `-${i + 1}`;
    return [`${name}-weights${number}`, file] as const;
  });
  return { [name]: path, ...Object.fromEntries(named) };
}

/**
 * Loads the model of a folder laid out as on Hugging Face's hub: onnx/model.onnx, or one of less precision.
 *
 * @throws UserError if there is none, or the file is no ONNX model
 */
export async function loadOnnxModel(
  folder: string,
  name: OnnxModelName = 'model',
): Promise<OnnxModel> {
  const path = findModelFile(folder, name);
  const { InferenceSession, Tensor } = loadPackage<OnnxRuntime>('onnxruntime-node');
  const options = { intraOpNumThreads: threadsFrom(process.env) };
  const session = await InferenceSession.create(path, options).catch((error: unknown) => {
    throw new UserError(`${path} does not load: ${messageOf(error).split('\n')[0]}; get it again`);
  });
  return {
    path,
    weights: weightsBeside(path),
    inputs: session.inputMetadata,
    outputNames: session.outputNames,
    async run(feeds, output) {
      const outputs = await session.run(feeds, [output]);
      return outputs[output];
    },
    runAll: (feeds, outputs) => session.run(feeds, outputs),
    floats: (data, dims) => new Tensor('float32', data, dims),
    integers: (data, dims) => new Tensor('int64', data, dims),
    booleans: (data, dims) => new Tensor('bool', data, dims),
  };
}

/** In the order of their names. */
function weightsBeside(path: string): string[] {
  const folder = dirname(path);
  const name = basename(path, '.onnx');
  return readdirSync(folder)
    .filter((file) => file.startsWith(name) && WEIGHTS.test(file.slice(name.length)))
    .sort()
    .map((file) => join(folder, file));
}

function findModelFile(folder: string, name: OnnxModelName): string {
  const files = PRECISIONS.map((end) => join('onnx', `${name}${end}`));
  for (const file of files) {
    const path = join(folder, file);
    if (existsSync(path)) return path;
  }
  const what = existsSync(folder)
    ? `holds ${readdirSync(folder).join(', ') || 'nothing'}, but no ${files[0]}`
    : 'does not exist';
  throw new UserError(
    `${folder} ${what}; give a folder as on Hugging Face's hub, with ${files.join(', ')}`,
  );
}
