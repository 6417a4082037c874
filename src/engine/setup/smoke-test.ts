// A product of matrices in a process of its own.
import { tfjsNodeFolder } from './native-target.ts';
import { explainFault } from '../explain-fault.ts';
import { runProgram } from '../../util/run-program.ts';

/** What the native engine says of itself. */
export interface NativeDescription {
  /** "TensorFlow 2.21.0" */
  readonly name: string;
  /** Kinds of devices TensorFlow was built for and sees here: "CPU", "GPU". */
  readonly devices: readonly string[];
}

/** Loads the package in a process of its own, and multiplies two matrices of known product. */
const SCRIPT = `
  const util = require('node:util');
  util.isNullOrUndefined = (value) => value === null || value === undefined;
  util.isArray = Array.isArray;
  const tf = require(process.argv[1]);
  const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]]));
  if (tf.getBackend() !== 'tensorflow' || product.dataSync().join() !== '19,22,43,50') {
    throw new Error('it loads, but 2 x 2 matrices have a wrong product');
  }
  const { binding, isUsingGpuDevice } = tf.backend();
  const devices = isUsingGpuDevice ? ['GPU', 'CPU'] : ['CPU'];
  console.log(JSON.stringify({ name: 'TensorFlow ' + binding.TF_Version, devices }));
`;

const LIMIT_MS = 120_000;

/** Whether the native engine works, asked of a process of its own: a broken library may end it. */
export async function smokeTest(
  packageFolder: string = tfjsNodeFolder(),
): Promise<NativeDescription | { readonly fault: string }> {
  const result = await runProgram(process.execPath, ['-e', SCRIPT, packageFolder], {
    limitMs: LIMIT_MS,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', TF_ENABLE_ONEDNN_OPTS: '0' },
  });
  if (result.isDone) {
    return JSON.parse(result.stdout.trim().split('\n').pop() as string) as NativeDescription;
  }
  return { fault: explainFault(result.lastLines) };
}

/** @returns why the native engine does not work, undefined when it does */
export async function nativeFault(packageFolder: string): Promise<string | undefined> {
  const result = await smokeTest(packageFolder);
  return 'fault' in result ? result.fault : undefined;
}
