// Which WebAssembly module the kernels are, by name and hash.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { UserError } from '../util/errors.ts';

/**
 * The modules, built from the same sources. `fma` multiplies and adds in one instruction that rounds once (relaxed
 * SIMD on a processor that has it); `simd` in two. Each gives the same bits wherever it runs, but other bits than the
 * other.
 */
export const KERNEL_NAMES = ['fma', 'simd'] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];

/** What decides the kernels' bits. */
export interface KernelBuild {
  readonly name: KernelName;
  /** Of the module's bytes, hexadecimal. */
  readonly sha256: string;
}

interface CompiledKernels extends KernelBuild {
  readonly module: WebAssembly.Module;
}

/** Its square is no float32: it tells whether a product is rounded before something is added. */
const INEXACT_SQUARE = 1 + 2 ** -12;

let loaded: KernelBuild | undefined;

/** The kernels of this process; undefined while none have been made. */
export function loadedKernels(): KernelBuild | undefined {
  return loaded;
}

const compiled = new Map<KernelName, CompiledKernels | undefined>();

/**
 * The module that the kernels of this process are. It is compiled for that; no thread is started.
 *
 * @param env SID_KERNELS: a name, else `fma` where it can be had
 * @throws UserError if SID_KERNELS names what there is not, or what this machine can't run
 */
export function kernelBuild(env: NodeJS.ProcessEnv = process.env): KernelBuild {
  const { name, sha256 } = chooseKernels(env);
  return { name, sha256 };
}

/** The module of `kernelBuild`, to be run. */
export function compileKernels(env: NodeJS.ProcessEnv = process.env): CompiledKernels {
  const { name, sha256, module } = chooseKernels(env);
  loaded = { name, sha256 };
  return { name, sha256, module };
}

function chooseKernels(env: NodeJS.ProcessEnv): CompiledKernels {
  const wanted = env.SID_KERNELS || undefined;
  if (wanted !== undefined && !KERNEL_NAMES.some((name) => name === wanted)) {
    throw new UserError(`SID_KERNELS is ${KERNEL_NAMES.join(' or ')}, got "${wanted}"`);
  }
  for (const name of KERNEL_NAMES) {
    const found = wanted === undefined || wanted === name ? compile(name) : undefined;
    if (found !== undefined) return found;
  }
  throw new UserError(`SID_KERNELS=${wanted}: this processor or this Node has no such instruction`);
}

function compile(name: KernelName): CompiledKernels | undefined {
  if (!compiled.has(name)) {
    const bytes = readFileSync(new URL(`./build/${name}.wasm`, import.meta.url));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const module = name === 'fma' ? compileFused(bytes) : new WebAssembly.Module(bytes);
    compiled.set(name, module && { name, sha256, module });
  }
  return compiled.get(name);
}

/** Undefined where the engine does not know relaxed SIMD, or makes two instructions of one. */
function compileFused(bytes: Uint8Array): WebAssembly.Module | undefined {
  // Node 20 knows it behind a flag that counts for what is compiled after it.
  if (Number(process.versions.node.split('.')[0]) < 22) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  try {
    const module = new WebAssembly.Module(bytes);
    const memory = new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true });
    const { isFused } = new WebAssembly.Instance(module, { env: { memory } }).exports;
    return isFused(INEXACT_SQUARE) === 0 ? undefined : module;
  } catch {
    return undefined;
  }
}
