// The processor's vector instructions, on which the bits of matrix products depend.
import { existsSync, readFileSync } from 'node:fs';

const VECTORS = ['avx', 'avx2', 'fma', 'avx512f', 'avx512_bf16', 'amx_tile', 'asimd', 'sve'];

/** "x64 avx avx2 fma": the kind of processor and its vector instructions, these where the system tells. */
export function instructionSets(): string {
  return [process.arch, ...vectorInstructions()].join(' ');
}

function vectorInstructions(): string[] {
  if (!existsSync('/proc/cpuinfo')) return [];
  const flags = new Set(
    /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].split(' '),
  );
  return VECTORS.filter((name) => flags.has(name));
}
