// The README's tutorial: its commands as they stand, its output where it is the same on every machine.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readBlocks, readCommands } from '../support/read-commands.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const MINUTES = 60_000;

const readme = readFileSync('README.md', 'utf8');
const commands = readBlocks(readme, '## A tutorial on the shipped corpus').flatMap(readCommands);
const folder = mkdtempSync(join(tmpdir(), 'sid-tutorial-'));
const printed = new Map<string, string>();

/*
 * What is compared: words and whole numbers (items, impressions, rows, seeds). What depends on the processor is not:
 * numbers with decimals, which stand for any number.
 */
function comparable(lines: readonly string[]): string[] {
  return lines
    .map((line) => line.replace(/[-+]?\d[\d,]*\.\d+/g, '#'))
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

/** Runs a line in the shell, `sid` being the built program. */
function run(command: string): Promise<{ status: number | null; out: string; err: string }> {
  const script = `sid() { "${process.execPath}" "${SCRIPT}" "$@"; }\n${command}`;
  return new Promise((done, fail) => {
    const child = spawn('sh', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part) => (out += String(part)));
    child.stderr.on('data', (part) => (err += String(part)));
    child.on('error', fail);
    child.on('close', (status) => done({ status, out, err }));
  });
}

beforeAll(() => {
  if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
  mkdirSync(join(folder, 'data'));
  for (const name of ['configs', 'data/online-retail']) {
    symlinkSync(resolve(name), join(folder, name));
  }
});

test('the tutorial goes from the import to a report', () => {
  const names = commands.map(({ command }) => command.split(' ')[1]);
  expect(names).toEqual(expect.arrayContaining(['import', 'train-rqvae', 'assign', 'report']));
});

/*
 * The table has the same lines and whole numbers whatever the number of seeds: two of five show them. All five are those of
 * `npm run quickstart`.
 */
const withFewSeeds = (command: string): string =>
  command.startsWith('sid compare ') ? `${command} --set 'seeds=[1,2]'` : command;

test.each(commands)(
  '$command',
  async ({ command, output }) => {
    const { status, out, err } = await run(withFewSeeds(command));
    expect(status, err).toBe(0);
    printed.set(command, out);
    if (output !== undefined) expect(comparable(out.split('\n'))).toEqual(comparable(output));
  },
  20 * MINUTES,
);

test('the table below "Two commands" is what the comparison prints', () => {
  const tables = readBlocks(readme, '## Two commands').filter(([head]) => /^strategy /.test(head));
  expect(tables).toHaveLength(1);
  const [out] = [...printed].filter(([command]) => /^sid compare .*quickstart/.test(command));
  const lines = out[1].split('\n');
  const first = lines.findIndex((line) => line.startsWith('strategy '));
  const shown = lines.slice(first, first + tables[0].length);
  expect(comparable(shown)).toEqual(comparable(tables[0]));
});
