import { expect, test } from 'vitest';
import { runProgram } from '../../src/util/run-program.ts';

const node = (script: string, options = {}): ReturnType<typeof runProgram> =>
  runProgram(process.execPath, ['-e', script], { limitMs: 60_000, ...options });

test('outputs and success come back', async () => {
  const result = await node('console.log("to out"); console.error("to err")');
  expect(result.isDone).toBe(true);
  expect(result.stdout).toBe('to out\n');
  expect(result.lastLines.split('\n').toSorted()).toEqual(['to err', 'to out']);
});

test('a program that fails, is not there, or is told to end is not done, and says why', async () => {
  expect((await node('throw new Error("broken")')).lastLines).toContain('Error: broken');
  const absent = await runProgram('/no/such/program', [], { limitMs: 60_000 });
  expect(absent).toMatchObject({ isDone: false, stdout: '' });
  expect(absent.lastLines).toContain('ENOENT');
  const ended = await node('setInterval(() => 0, 1000)', { shouldEnd: () => true });
  expect(ended.isDone).toBe(false);
  expect(ended.lastLines).toContain('without an answer');
});
