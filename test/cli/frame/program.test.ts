import { Command } from 'commander';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createProgram, explainError } from '../../../src/cli/frame/program.ts';
import { defineCommand, setTypedWords } from '../../../src/cli/frame/run-command.ts';
import type { RunContext } from '../../../src/cli/frame/run-command.ts';
import { InterruptedError, UserError } from '../../../src/util/errors.ts';
import { runCli } from '../../support/run-cli.ts';
import { defineRecord } from '../../../src/records/run-record.ts';
import { figure, number, objectOf } from '../../../src/schema/json.ts';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test.each([
  [['comapre'], 'error: unknown command "comapre"; did you mean "compare"?'],
  [['compare', '--confg', 'x'], 'error: unknown option "--confg"; did you mean "--config"?'],
  [['compare', '--config', 'x'], "error: required option '--out <dir>' not specified"],
  [
    ['train-ranker', '--embed', 'prefx'],
    "error: option '--embed <name>' argument 'prefx' is invalid; did you mean \"prefix\"?",
  ],
  [['eval-segments', '--run', 'r', '--day', '0'], "argument '0' is invalid; give a whole number"],
  [['compare', '--config', '/no/such.json', '--out', 'o'], '/no/such.json does not exist'],
  [['eval-segments', '--run', '/no/run', '--day', '1'], '/no/run holds no finished run'],
  [['eval-drift', '--runs', '/no/run'], '/no/run holds no finished run'],
])('%j is one line and status 2', async (words, message) => {
  const { status, out, err } = await runCli(...words);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect([status, out]).toEqual([2, '']);
});

test('help and version are no errors', async () => {
  expect(await runCli('--version')).toMatchObject({ status: 0, err: '' });
  expect((await runCli('compare', '--help')).out).toContain('Usage: sid compare [options]');
  expect(await runCli()).toMatchObject({ status: 0, err: '' });
});

test('our own faults show a stack and give 1; an interruption gives 130', () => {
  const program = createProgram();
  const fault = explainError(new TypeError('x is not a function'), program);
  expect(fault.exitStatus).toBe(1);
  expect(fault.text).toContain('program.test.ts');
  expect(explainError(new UserError('a.csv, row 3: bad'), program)).toEqual({
    text: 'error: a.csv, row 3: bad',
    exitStatus: 2,
  });
  expect(explainError(new InterruptedError('go on with --resume'), program).exitStatus).toBe(130);
});

/** Runs an action as a command of its own, with these words. */
async function act(
  action: (options: object, run: RunContext) => Promise<void>,
  ...words: string[]
): Promise<{ out: string; err: string }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  const work = { name: 'work', says: 'works', settings: {}, load: () => Promise.resolve(action) };
  const program = new Command('sid').addCommand(defineCommand(work));
  await program.parseAsync(['work', ...words], { from: 'user' });
  vi.restoreAllMocks();
  return { out, err };
}

test('the result goes to standard output, as text or JSON, all else to standard error', async () => {
  const action = (_: object, context: RunContext): Promise<void> => {
    context.say('working');
    context.warn('slow');
    context.result({ ne: 0.5 }, 'NE 0.5');
    return Promise.resolve();
  };
  expect(await act(action)).toEqual({ out: 'NE 0.5\n', err: 'working\nwarning: slow\n' });
  expect((await act(action, '--json')).out).toBe('{"ne":0.5}\n');
});

test('the first Ctrl-C asks to stop; afterward nothing listens any more', async () => {
  const before = process.listenerCount('SIGINT');
  let states: boolean[] = [];
  const { err } = await act(async (_, { shouldStop }) => {
    states = [shouldStop()];
    process.emit('SIGINT');
    states.push(shouldStop());
    await Promise.resolve();
  });
  expect(states).toEqual([false, true]);
  expect(err).toContain('stopping');
  expect(process.listenerCount('SIGINT')).toBe(before);
});

test('run.json says what was run, on what, and what came out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-record-'));
  const input = join(folder, 'input.txt');
  writeFileSync(input, '1');
  setTypedWords(['work', '--fast']);
  await act(async (_, { record }) => {
    const kind = defineRecord('work', {
      config: objectOf({ depth: number() }),
      metrics: objectOf({ ne: figure }),
    });
    await record(kind, folder, {
      config: { depth: 3 },
      seed: 7,
      inputs: { text: input },
      metrics: { ne: 1 },
    });
  });
  const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as object;
  expect(record).toMatchObject({
    ...{ format: 'sid-run-4', command: 'work', argv: ['work', '--fast'], seed: 7 },
    config: { depth: 3 },
    inputs: { text: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b' },
    metrics: { ne: 1 },
  });
  expect(record).toHaveProperty('version', expect.stringMatching(/^\d+\.\d+\.\d+/));
  expect(record).toHaveProperty('peakMemoryMb', expect.any(Number));
});
