import { expect, test, vi } from 'vitest';
import { parseBenchOptions } from './bench-options.ts';

const NAMES = ['ranker-step/bypass', 'ranker-step/pma', 'assign'];

/** What commander writes to standard error. */
function refusal(...words: string[]): string {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    expect(() => parseBenchOptions(words, NAMES)).toThrow();
  } finally {
    spy.mockRestore();
  }
  return written.join('');
}

test('reads its flags', () => {
  const words = ['--json', '--against', 'pytorch', '--rounds', '3', '--only', 'assign'];
  expect(parseBenchOptions(words, NAMES)).toEqual({
    json: true,
    against: 'pytorch',
    rounds: 3,
    only: ['assign'],
  });
});

test('--check stands alone', () => {
  expect(parseBenchOptions(['--check'], NAMES)).toEqual({ check: true });
});

test('a name before the slash stands for all of its kinds', () => {
  const { only } = parseBenchOptions(['--only', 'ranker-step'], NAMES);
  expect(only).toEqual(['ranker-step/bypass', 'ranker-step/pma']);
});

test('a wrong case, rival, count or word is refused with what is known', () => {
  expect(refusal('--only', 'asign')).toContain('did you mean "assign"');
  expect(refusal('--against', 'jax')).toContain('pytorch');
  expect(refusal('--rounds', '0')).toContain('--rounds');
  expect(refusal('assign')).toContain('too many arguments');
});
