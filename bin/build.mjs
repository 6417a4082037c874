// Builds dist/: TypeScript, and the kernels from AssemblyScript to WebAssembly. Parts that are up to date
// are left alone.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

/** The latest change of a file, or of any file below a folder. */
function changedAt(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

function run(script, ...words) {
  const result = spawnSync(process.execPath, [at('node_modules', script), ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

// The kernels twice from the same sources: with and without fused multiply-add.
const kernels = at('src', 'kernels');
const sourcesOfKernels = readdirSync(kernels, { recursive: true }).filter((path) =>
  path.endsWith('.as.ts'),
);
const kernelsChangedAt = Math.max(
  ...sourcesOfKernels.map((path) => changedAt(join(kernels, path))),
  changedAt(join(kernels, 'asconfig.json')),
  changedAt(at('bin', 'inline-functions.mjs')),
);
for (const [name, features] of [
  ['simd', []],
  ['fma', ['--enable', 'relaxed-simd']],
]) {
  const module = join(kernels, 'build', `${name}.wasm`);
  if (changedAt(module) >= kernelsChangedAt) continue;
  mkdirSync(join(kernels, 'build'), { recursive: true });
  const config = ['--config', join(kernels, 'asconfig.json'), '--target', 'release'];
  const words = [join(kernels, 'kernels.as.ts'), ...config, ...features, '-o', module];
  run('assemblyscript/bin/asc.js', ...words);
}

const stamp = at('dist', 'built');
const sources = [
  at('src'),
  at('bin'),
  at('test', 'bench'),
  at('test', 'kill'),
  at('test', 'catalogs'),
  at('tsconfig.json'),
  at('tsconfig.build.json'),
];
if (changedAt(stamp) < Math.max(...sources.map(changedAt))) {
  run('typescript/bin/tsc', '-p', at('tsconfig.build.json'));
  cpSync(at('src', 'kernels', 'build'), at('dist', 'src', 'kernels', 'build'), { recursive: true });
  writeFileSync(stamp, '');
}
