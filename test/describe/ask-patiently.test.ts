import { expect, test } from 'vitest';
import { StoppedError, UnansweredError } from '../../src/describe/ask.ts';
import type { Answer, Question } from '../../src/describe/ask.ts';
import { askPatiently } from '../../src/describe/ask-patiently.ts';
import { EndpointFault } from '../../src/describe/endpoint-fault.ts';
import { Pace } from '../../src/describe/pace.ts';
import { InterruptedError } from '../../src/util/errors.ts';
import { Rng } from '../../src/util/rng.ts';
import { turnedClock } from '../support/turned-clock.ts';

const question: Question = { role: 'evaluator', prompt: '', picture: null };
const good: Answer = { text: 'yes', inputTokens: 1, outputTokens: 1 };

/** Asks with a clock of its own. @param outcomes of the requests, in their order; after them good answers */
function patient(outcomes: readonly EndpointFault[], retries = 6, mostMs = Infinity) {
  const clock = turnedClock();
  const askedAtMs: number[] = [];
  const faults: string[] = [];
  const pace = new Pace(clock, () => clock.nowMs() > mostMs, null);
  const ask = askPatiently(
    () => {
      askedAtMs.push(clock.nowMs());
      const fault = outcomes.at(askedAtMs.length - 1);
      return fault === undefined ? Promise.resolve(good) : Promise.reject(fault);
    },
    { retries, pace, rng: Rng.fromSeed(1), onFault: (message) => faults.push(message) },
  );
  return { ask, askedAtMs, faults };
}

const again = (more?: object): EndpointFault => new EndpointFault('again', 'busy', more);

test('each wait is twice the one before, of which up to a half is left out; none is above 30 s', async () => {
  const { ask, askedAtMs, faults } = patient(
    Array.from({ length: 8 }, () => again()),
    8,
  );
  expect(await ask(question)).toEqual(good);
  const waits = askedAtMs.slice(1).map((at, i) => at - askedAtMs[i]);
  const most = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
  waits.forEach((wait, i) => {
    expect(wait).toBeGreaterThanOrEqual(most[i] / 2);
    expect(wait).toBeLessThanOrEqual(most[i]);
  });
  expect(waits).toHaveLength(8);
  expect(faults).toEqual(Array.from({ length: 8 }, () => 'busy'));
});

test('after so many retries the question has no answer', async () => {
  const { ask, askedAtMs } = patient([again(), again(), again()], 2);
  await expect(ask(question)).rejects.toThrow(new UnansweredError('evaluator: busy'));
  expect(askedAtMs).toHaveLength(3);
});

test('what will not pass is not asked again', async () => {
  const item = patient([new EndpointFault('item', 'bad')]);
  await expect(item.ask(question)).rejects.toThrow(UnansweredError);
  const stop = patient([new EndpointFault('stop', 'no key')]);
  await expect(stop.ask(question)).rejects.toThrow(new StoppedError('no key'));
  expect([...item.askedAtMs, ...stop.askedAtMs]).toEqual([0, 0]);
});

test('where the endpoint says how long to wait, all wait so long after too many requests', async () => {
  const { ask, askedAtMs } = patient([again({ retryAfterMs: 7000, isTooMany: true })]);
  await Promise.all([ask(question), new Promise(setImmediate).then(() => ask(question))]);
  expect(askedAtMs).toEqual([0, 7000, 7000]);
});

test('one request that fails keeps nobody else waiting', async () => {
  const { ask, askedAtMs } = patient([again({ retryAfterMs: 7000 })]);
  await Promise.all([ask(question), ask(question)]);
  expect(askedAtMs).toEqual([0, 0, 7000]);
});

test('an endpoint that asks to wait for hours ends it', async () => {
  const { ask } = patient([again({ retryAfterMs: 3_600_000, isTooMany: true })]);
  await expect(ask(question)).rejects.toThrow(/asks to wait 60 minutes \(busy\)/);
});

test('who waits can be interrupted', async () => {
  const { ask, askedAtMs } = patient([again({ retryAfterMs: 60_000 })], 6, 1000);
  await expect(ask(question)).rejects.toThrow(InterruptedError);
  expect(askedAtMs).toHaveLength(1);
});
