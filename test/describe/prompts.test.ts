import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillPrompt, ownPrompts, readPrompts } from '../../src/describe/prompts.ts';

function folderOf(prompts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sid-prompts-'));
  for (const [role, prompt] of Object.entries(prompts)) {
    writeFileSync(join(folder, `${role}.txt`), prompt);
  }
  return folder;
}

const good = { summarizer: '{facts}', evaluator: '{text} <STOP>', refiner: '{text} {criticism}' };

test('the prompts that ship are whole, and ask for texts that fit CLIP', () => {
  const { summarizer, evaluator, refiner } = readPrompts(ownPrompts());
  for (const prompt of [summarizer, evaluator, refiner]) expect(prompt).toContain('{facts}');
  for (const prompt of [summarizer, refiner]) expect(prompt).toContain('77 tokens');
  expect(evaluator).toContain('45 words');
});

test('a folder of prompts replaces them', () => {
  expect(readPrompts(folderOf({ ...good, summarizer: ' Say it: {facts}\n' })).summarizer).toBe(
    'Say it: {facts}',
  );
});

test.each([
  [{ ...good, summarizer: '{facst}' }, /summarizer\.txt: \{facst\} is no placeholder .*"facts"/],
  [{ ...good, summarizer: '{facts} {text}' }, /\{text\} is no placeholder of the summarizer/],
  [{ ...good, refiner: '{text}' }, /refiner\.txt lacks \{criticism\}/],
  [{ ...good, evaluator: '{text}' }, /evaluator\.txt lacks <STOP>/],
  [
    { summarizer: '{facts}', evaluator: good.evaluator },
    /refiner\.txt does not exist; a folder of/,
  ],
])('what is wrong with a prompt is said in one line: %j', (prompts, message) => {
  expect(() => readPrompts(folderOf(prompts))).toThrow(message);
});

test('placeholders are filled once, other braces stay', () => {
  expect(fillPrompt('{"a": {text}} {facts}', { text: '{facts}', facts: 'red' })).toBe(
    '{"a": {facts}} red',
  );
});
