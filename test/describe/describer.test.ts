import { expect, test } from 'vitest';
import { StoppedError, UnansweredError } from '../../src/describe/ask.ts';
import type { Ask } from '../../src/describe/ask.ts';
import { Describer } from '../../src/describe/describer.ts';

const prompts = { summarizer: '{facts}', evaluator: '{text} <STOP>', refiner: '{text}' };
const subjectsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ facts: String(i), picture: null }));

/** @param fails whether the item of a number has no answer */
function describerOf(fails: (item: number) => boolean, concurrency: number): Describer {
  const ask: Ask = async ({ role, prompt }) => {
    const item = Number(/\d+/.exec(prompt)?.[0]);
    // Later items are answered first.
    for (let i = item; i < 8; i++) await new Promise((done) => setImmediate(done));
    if (fails(item)) throw new UnansweredError(`${role}: no`);
    return {
      text: role === 'evaluator' ? '<STOP>' : `text ${prompt}`,
      inputTokens: 1,
      outputTokens: 1,
    };
  };
  return new Describer({ prompts, rounds: 1, ask }, concurrency);
}

test('descriptions are in the order of the items, and an item that fails is named', async () => {
  for (const concurrency of [1, 4]) {
    const counts: number[] = [];
    const described = await describerOf((item) => item === 2, concurrency).describe(
      subjectsOf(5),
      (numDone) => counts.push(numDone),
    );
    expect(described.map(({ row }) => row?.text)).toEqual([
      ...['text 0', 'text 1', undefined, 'text 3', 'text 4'],
    ]);
    expect(described[2]).toEqual({ row: null, problem: 'summarizer: no' });
    expect(counts).toEqual([1, 2, 3, 4, 5]);
  }
});

test('20 failures in a row end it, over several calls too; one success between them does not', async () => {
  const describer = describerOf((item) => item !== 5, 1);
  await describer.describe(subjectsOf(20), () => undefined);
  await expect(describer.describe(subjectsOf(5), () => undefined)).resolves.toHaveLength(5);
  const end = describer.describe(subjectsOf(5), () => undefined);
  await expect(end).rejects.toThrow(StoppedError);
  await expect(end).rejects.toThrow('20 items in a row have no text, the last: summarizer: no');
});
