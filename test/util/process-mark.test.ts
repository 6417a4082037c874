import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ownMark, pidOf, stateOf } from '../../src/util/process-mark.ts';

const [pid, begin, machine] = ownMark().split('-');

test('this process lives; its mark has number, begin and machine', () => {
  expect(Number(pid)).toBe(process.pid);
  expect(pidOf(ownMark())).toBe(process.pid);
  expect(stateOf(ownMark())).toBe('lives');
  expect(ownMark()).toMatch(/^\d+-[0-9a-f]{8}-[0-9a-f]{6}$/);
});

test('a later process with the same number is another', () => {
  const other = begin === 'ffffffff' ? 'eeeeeeee' : 'ffffffff';
  expect(stateOf(`${pid}-${other}-${machine}`)).toBe('gone');
});

test('nobody of that number; another machine; a mark that is only a number', () => {
  expect(stateOf(`999999999-${begin}-${machine}`)).toBe('gone');
  expect(stateOf(`${pid}-${begin}-${machine === 'ffffff' ? 'eeeeee' : 'ffffff'}`)).toBe(
    'elsewhere',
  );
  expect(stateOf('999999999')).toBe('gone');
  expect(stateOf(pid)).toBe('lives');
});

test('another process lives until it is killed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const mark = markOf(Number(child.pid));
  expect(stateOf(mark)).toBe('lives');
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  expect(stateOf(mark)).toBe('gone');
});

test.runIf(existsSync('/proc/self/stat'))('a zombie is gone', async () => {
  // The shell's child ends when the shell has become what never asks for its status.
  const child = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30']);
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  const zombie = Number(String(text));
  await expect.poll(() => readFileSync(`/proc/${zombie}/stat`, 'utf8')).toContain(') Z ');
  expect(stateOf(String(`${zombie}-${begin}-${machine}`))).toBe('gone');
  child.kill('SIGKILL');
});

/** As that process would name itself. */
function markOf(other: number): string {
  if (!existsSync('/proc/self/stat')) return String(other);
  return `${other}-00000000-${machine}`;
}
