// Which WebAssembly module the kernels are, by name and hash.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What decides the kernels' bits: the module that runs. */
export interface KernelBuild {
  /** Instructions that it is made of: `simd`, WebAssembly's 128-bit vectors. */
  readonly name: 'simd';
  /** Of the module's bytes, hexadecimal. */
  readonly sha256: string;
}

let known: { readonly build: KernelBuild; readonly bytes: Uint8Array } | undefined;

function load(): { readonly build: KernelBuild; readonly bytes: Uint8Array } {
  if (known === undefined) {
    const bytes = readFileSync(new URL('./build/kernels.wasm', import.meta.url));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    known = { build: { name: 'simd', sha256 }, bytes };
  }
  return known;
}

/** The module that this process's kernels are; no thread is started for it. */
export function kernelBuild(): KernelBuild {
  return load().build;
}

/** The module, compiled. */
export function compileKernels(): WebAssembly.Module {
  return new WebAssembly.Module(load().bytes);
}
