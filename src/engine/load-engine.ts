// Native or portable.
import type * as TfTypes from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import util from 'node:util';
import { messageOf, UserError } from '../util/errors.ts';
import { explainFault } from './explain-fault.ts';

/** What does the tensor work in this process. */
export interface EngineInfo {
  /** TensorFlow's own library, or tfjs's plain JavaScript. */
  readonly kind: 'native' | 'portable';
  /** "TensorFlow 2.21.0", "tfjs 4.22.0 (cpu)" */
  readonly name: string;
  /** Why the native engine could not be loaded, where it could not. */
  readonly fault?: string;
}

export interface LoadedEngine {
  readonly tf: typeof TfTypes;
  readonly info: EngineInfo;
}

/** What tfjs-node's module and backend have beyond tfjs. */
interface NativeParts {
  readonly binding: { readonly TF_Version: string };
}

const require = createRequire(import.meta.url);

let loaded: EngineInfo | undefined;
let threads = 1;

/**
 * Sets the threads that TensorFlow takes in this process; 1 where nobody sets them. Another number sums in another
 * order and so to other bits: it is a setting of the work, which neither the cores of the machine nor SID_THREADS (that
 * is the kernels') change.
 *
 * @throws Error where the engine runs with another number already: TensorFlow reads it once
 */
export function useThreads(count: number): void {
  if (loaded !== undefined && count !== threads) {
    throw new Error(`TensorFlow runs with ${threads} threads in this process, not with ${count}`);
  }
  threads = count;
}

/** The engine of this process; undefined while none has been loaded. */
export function loadedEngine(): EngineInfo | undefined {
  return loaded;
}

/**
 * Loads TensorFlow through tfjs-node, or tfjs's own backend where that has no native half.
 *
 * `SID_ENGINE=native` refuses the second, `SID_ENGINE=portable` wants it.
 *
 * @throws UserError where SID_ENGINE is wrong, or wants what is not there
 */
export function loadEngine(env: NodeJS.ProcessEnv = process.env): LoadedEngine {
  const engine = chooseEngine(env);
  loaded = engine.info;
  const { fault } = engine.info;
  if (fault !== undefined) {
    process.stderr.write(
      `warning: no native tensor engine (${fault}); dense layers run in JavaScript, more than a hundred ` +
        'times slower. Run sid setup; sid doctor tells more\n',
    );
  }
  return engine;
}

function chooseEngine(env: NodeJS.ProcessEnv): LoadedEngine {
  const wanted = env.SID_ENGINE ?? '';
  if (!['', 'native', 'portable'].includes(wanted)) {
    throw new UserError(`SID_ENGINE is "${wanted}"; it may be native or portable`);
  }
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = '1';
  if (wanted === 'portable') return loadPortable();
  try {
    return loadNative();
  } catch (error) {
    const fault = explainFault(messageOf(error));
    if (wanted === 'native') {
      throw new UserError(`the native engine does not load: ${fault}; run sid setup`);
    }
    return loadPortable(fault);
  }
}

function loadNative(): LoadedEngine {
  // Start-up notes about TensorFlow's build are no news to a user; errors still come through.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // oneDNN's kernels were no faster here (docs/decisions/006), sum in another order on each kind of CPU, and
  // announce themselves on standard error at each start.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
  // Memory that was freed is used again, where the system's allocator would give it back and have it zeroed page by page
  // in each step: a step of CLIP takes a sixteenth less time (docs/performance.md).
  process.env.TF_CPU_ALLOCATOR_USE_BFC ??= 'true';
  process.env.TF_CPU_BFC_MEM_LIMIT_IN_MB ??= String(mostMemoryMb());
  replaceOldUtilities();
  const tf = require('@tensorflow/tfjs-node') as typeof TfTypes;
  const { binding } = tf.backend() as unknown as NativeParts;
  return { tf, info: { kind: 'native', name: `TensorFlow ${binding.TF_Version}` } };
}

/** What the machine has, or this process may take of it, but a twentieth; TensorFlow's own limit is 64 GB everywhere. */
function mostMemoryMb(): number {
  const least = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return Math.floor((0.95 * least) / 2 ** 20);
}

function loadPortable(fault?: string): LoadedEngine {
  // Its advice to install tfjs-node is ours to give, and says more.
  const { log, warn } = console;
  console.log = console.warn = () => undefined;
  try {
    const tf = require('@tensorflow/tfjs') as typeof TfTypes & { version: { tfjs: string } };
    // Creates the backend, which prints the advice.
    const name = `tfjs ${tf.version.tfjs} (${tf.getBackend() || tf.backend().constructor.name})`;
    tf.scalar(0).dispose();
    return { tf, info: { kind: 'portable', name, ...(fault === undefined ? {} : { fault }) } };
  } finally {
    Object.assign(console, { log, warn });
  }
}

/** tfjs-node 4.22 calls functions of node:util that warn in Node 22 and are gone in Node 23. */
function replaceOldUtilities(): void {
  const utilities = util as unknown as Record<string, unknown>;
  utilities.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  utilities.isArray = Array.isArray;
}
