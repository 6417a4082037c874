// Makes a fresh clone ready: packages, build, tensor engine. What is ready already is left alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => join(root, ...parts);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`error: Node 20.19 or newer is needed, this is ${process.version}`);
  process.exit(2);
}
if (!arePackagesInstalled()) {
  console.error('installing packages (npm ci)');
  run('npm', ['ci', '--include=dev', '--include=optional']);
}
run(process.execPath, [at('bin', 'build.mjs')]);
// Without a native engine sid still runs, slowly; it has said so.
const setup = run(process.execPath, [at('dist', 'bin', 'sid.js'), 'setup'], { mayFail: true });
if (setup === 130) process.exit(130);
// Without the packages of sid embed the tests of pictures and texts are skipped, and say so.
if (process.argv.includes('--embed')) {
  const words = [at('dist', 'bin', 'sid.js'), 'setup', '--embed'];
  if (run(process.execPath, words, { mayFail: true }) === 130) process.exit(130);
}

/** Whether each package that the lock file names for this platform lies there in that version. */
function arePackagesInstalled() {
  const installed = readLock(at('node_modules', '.package-lock.json'));
  const wanted = readLock(at('package-lock.json'));
  if (installed === undefined) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

/** Its output goes to standard error: standard output is for results. */
function run(program, words, { mayFail = false } = {}) {
  const isNpm = program === 'npm';
  const { status, error } = spawnSync(program, words, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: isNpm && process.platform === 'win32',
  });
  if (error) console.error(`error: ${program} does not start: ${error.message}`);
  if (status !== 0 && !mayFail) process.exit(status ?? 1);
  return status;
}
