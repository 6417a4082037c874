import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAnswerCache } from '../../src/describe/answer-cache.ts';
import type { Question } from '../../src/describe/ask.ts';

const sampling = { model: 'm', seed: 1, maxTokens: 50 };
const question: Question = { role: 'summarizer', prompt: 'a cup?', picture: null };

/** A cache in a folder, and what it asked and found. */
function cacheIn(folder: string, changed: Partial<typeof sampling> = {}) {
  const [asked, found]: [Question[], Question[]] = [[], []];
  const ask = createAnswerCache(
    folder,
    { ...sampling, ...changed },
    (each) => {
      asked.push(each);
      return Promise.resolve({ text: `answer ${asked.length}`, inputTokens: 1, outputTokens: 2 });
    },
    (each) => found.push(each),
  );
  return { ask, asked, found };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

test('what was asked is not asked again, by whomsoever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-answers-'));
  const first = cacheIn(folder);
  const answer = await first.ask(question);
  expect(await first.ask(question)).toEqual(answer);
  const second = cacheIn(folder, { maxTokens: 99 });
  expect(await second.ask({ ...question })).toEqual(answer);
  expect(first.asked).toHaveLength(1);
  expect(second).toMatchObject({ asked: [], found: [question] });
});

test('model, seed, prompt and picture decide an answer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-answers-'));
  await cacheIn(folder).ask(question);
  const jpeg = new Uint8Array();
  for (const [changed, asked] of [
    [{ model: 'n' }, question],
    [{ seed: 2 }, question],
    [{}, { ...question, prompt: 'a cap?' }],
    [{}, { ...question, picture: { jpeg, hash: 'a' } }],
    [{}, { ...question, picture: { jpeg, hash: 'b' } }],
  ] as const) {
    const cache = cacheIn(folder, changed);
    await cache.ask(asked);
    expect(cache.asked).toHaveLength(1);
  }
  expect(filesIn(folder)).toHaveLength(6);
});

test('a damaged file counts as none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-answers-'));
  await cacheIn(folder).ask(question);
  const [path] = filesIn(folder);
  const whole = readFileSync(path, 'utf8');
  for (const damaged of [whole.slice(0, 20), '{"text": 1}']) {
    writeFileSync(path, damaged);
    const cache = cacheIn(folder);
    await cache.ask(question);
    expect(cache.asked).toHaveLength(1);
    expect(readFileSync(path, 'utf8')).toBe(whole);
  }
});
