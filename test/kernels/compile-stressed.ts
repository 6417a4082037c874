import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The kernels with pauses between all steps by which threads share a job (threads/share-job.as.ts), for races to show. */
export function compileStressed(): WebAssembly.Module {
  const folder = mkdtempSync(join(tmpdir(), 'sid-kernels-'));
  try {
    const kernels = join(root, 'src', 'kernels');
    const out = join(folder, 'stressed.wasm');
    const config = ['--config', join(kernels, 'asconfig.json'), '--target', 'release'];
    const words = [join(kernels, 'kernels.as.ts'), ...config, '--use', 'STRESS=1', '-o', out];
    const compiler = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const { status, stderr } = spawnSync(process.execPath, [compiler, ...words], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return new WebAssembly.Module(readFileSync(out));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
