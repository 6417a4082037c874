import { afterAll, beforeEach, expect, test } from 'vitest';
import { textInputs } from '../../src/clip/graph-encoders.ts';
import type { ContrastiveTrainer, PairInputs } from '../../src/contrastive/trainer.ts';
import {
  clearMoments,
  createGoldenTrainer,
  END_TOKEN,
  GOLDEN_CLIP,
  readGoldenPairs,
  START_TOKEN,
} from '../support/golden-pairs.ts';

const golden = readGoldenPairs(GOLDEN_CLIP);
const bounded = { mostLogScale: Math.log(100) };
const [infonce, again, weighted, sigmoid] = [
  createGoldenTrainer(GOLDEN_CLIP, { ...bounded, partSize: 3 }),
  createGoldenTrainer(GOLDEN_CLIP, { ...bounded, partSize: 3 }),
  createGoldenTrainer(GOLDEN_CLIP, { ...bounded, loss: 'weighted' }),
  createGoldenTrainer(GOLDEN_CLIP, { ...bounded, loss: 'sigmoid' }),
] as const;
const trainers = [infonce, again, weighted, sigmoid];
const starts = trainers.map((trainer) => trainer.read('parameters'));

beforeEach(() => {
  trainers.forEach((trainer, i) => {
    clearMoments(trainer);
    trainer.write('parameters', (name) => starts[i].get(name) as Float32Array);
  });
});
afterAll(() => {
  for (const trainer of trainers) trainer.dispose();
});

/** A step of rate 0: the loss, and 10 times the first moment, which is the gradient. */
function gradientsOf(trainer: ContrastiveTrainer, pairs: PairInputs) {
  const loss = trainer.step(pairs, { step: 1, rate: 0 });
  const moments = [...trainer.read('first')];
  const gradients = new Map(
    moments.map(([name, values]) => [name.replace('/first', ''), values.map((each) => 10 * each)]),
  );
  return { loss, gradients };
}

function largest(gradients: ReadonlyMap<string, Float32Array>): number {
  return Math.max(...[...gradients.values()].map((values) => Math.max(...values.map(Math.abs))));
}

/** B x B cosines of texts with pictures. */
function cosinesOf(trainer: ContrastiveTrainer, pairs: PairInputs): number[][] {
  const [pictures, texts] = (['picture', 'text'] as const).map((modality) => {
    const rows = trainer.embed(modality, pairs.feeds(modality, 0, pairs.size));
    const width = rows.length / pairs.size;
    return Array.from({ length: pairs.size }, (_, i) => rows.subarray(i * width, (i + 1) * width));
  });
  return texts.map((text) =>
    pictures.map((picture) => picture.reduce((sum, value, d) => sum + value * text[d], 0)),
  );
}

test('two trainers of the same data have the same bytes after 5 steps', () => {
  for (let step = 1; step <= 5; step++) {
    const [rows, at] = [[step - 1, step, step + 1, 5, 6], { step, rate: 0.01 }] as const;
    const [loss, other] = [infonce, again].map((each) => each.step(golden.batch(rows), at));
    expect(loss).toBe(other);
  }
  for (const what of ['parameters', 'first', 'second'] as const) {
    expect(infonce.read(what)).toEqual(again.read(what));
  }
  expect(infonce.read('parameters')).not.toEqual(starts[0]);
});

test('one pair has nothing to be told from: no loss, no gradients', () => {
  for (const trainer of [infonce, weighted]) {
    const { loss, gradients } = gradientsOf(trainer, golden.batch([3]));
    expect(loss).toBe(0);
    expect(largest(gradients)).toBe(0);
  }
});

test('one pair of the sigmoid loss is a positive, and teaches the bias', () => {
  const pairs = golden.batch([3]);
  const [logScale, bias] = ['logit_scale', 'logit_bias'].map(
    (name) => starts[3].get(name)?.[0] ?? 0,
  );
  const logit = Math.exp(logScale) * cosinesOf(sigmoid, pairs)[0][0] + bias;
  const { loss, gradients } = gradientsOf(sigmoid, pairs);
  expect(loss).toBeCloseTo(Math.log1p(Math.exp(-logit)), 6);
  expect(gradients.get('logit_bias')?.[0]).toBeCloseTo(-1 / (1 + Math.exp(logit)), 6);
  clearMoments(sigmoid);
  sigmoid.step(pairs, { step: 1, rate: 0.01 });
  // Against its gradient, by the rate: the first step of Adam.
  expect(sigmoid.read('parameters').get('logit_bias')?.[0]).toBeCloseTo(bias + 0.01, 4);
});

test('a batch of one group wants all cosines to be the same', () => {
  for (const size of [3, 5]) {
    const rows = Array.from({ length: size }, (_, i) => i);
    const pairs = golden.batch(rows, { groups: new Int32Array(size) });
    const scale = Math.exp(starts[0].get('logit_scale')?.[0] ?? 0);
    const logits = cosinesOf(infonce, pairs).map((row) => row.map((each) => each * scale));
    const across = logits.map((_, j) => logits.map((row) => row[j]));
    const expected = (meanCrossEntropy(logits) + meanCrossEntropy(across)) / 2;
    const { loss, gradients } = gradientsOf(infonce, pairs);
    expect(loss).toBeCloseTo(expected, 5);
    expect(loss).toBeGreaterThan(Math.log(size));
    expect(largest(gradients)).toBeGreaterThan(0.01);
    clearMoments(infonce);
  }
});

/** Against the same share for each column. */
function meanCrossEntropy(rows: readonly (readonly number[])[]): number {
  const losses = rows.map((row) => {
    const sum = row.reduce((part, each) => part + Math.exp(each), 0);
    return Math.log(sum) - row.reduce((part, each) => part + each, 0) / row.length;
  });
  return losses.reduce((sum, each) => sum + each, 0) / rows.length;
}

test('equal pairs cannot be told apart: a loss of log B, no gradients', () => {
  for (const size of [2, 4]) {
    const { loss, gradients } = gradientsOf(infonce, golden.batch(new Array<number>(size).fill(1)));
    expect(loss).toBeCloseTo(Math.log(size), 5);
    expect(largest(gradients)).toBeLessThan(1e-5);
    clearMoments(infonce);
  }
});

test('weights: the same for all as none, none for a pair, none for all', () => {
  const rows = [0, 1, 2, 3];
  const plain = gradientsOf(infonce, golden.batch(rows));
  const same = gradientsOf(weighted, golden.batch(rows, { weights: new Float32Array(4).fill(7) }));
  expect(same.loss).toBeCloseTo(plain.loss, 5);
  for (const [name, values] of same.gradients) {
    values.forEach((value, i) =>
      expect(value).toBeCloseTo(plain.gradients.get(name)?.[i] ?? NaN, 5),
    );
  }
  clearMoments(weighted);
  const none = gradientsOf(weighted, golden.batch(rows, { weights: new Float32Array(4) }));
  expect(none.loss).toBe(0);
  expect(largest(none.gradients)).toBe(0);
});

test('texts of all lengths, the empty one and the longest among them, are as alone', () => {
  const longest = [START_TOKEN, ...Array.from({ length: 10 }, (_, i) => i + 1), END_TOKEN];
  const texts = [[START_TOKEN, END_TOKEN], longest, [START_TOKEN, 5, END_TOKEN], longest.slice(6)];
  const embed = (of: readonly number[][]) => infonce.embed('text', textInputs(of, END_TOKEN));
  const together = embed(texts);
  const alone = texts.map((text) => embed([text]));
  together.forEach((value, i) => expect(value).toBeCloseTo(alone[Math.floor(i / 6)][i % 6], 6));
  expect(new Set(alone.map(([first]) => first)).size).toBe(4);
  expect(() => embed([[...longest.slice(0, 11), 6, END_TOKEN]])).toThrow(/out of range|not in/);
});

test('a batch with an empty text and the longest one gets gradients without NaN', () => {
  // The second has 12 tokens, the fifth none but start and end.
  for (const trainer of [infonce, weighted, sigmoid]) {
    const { loss, gradients } = gradientsOf(trainer, golden.batch([1, 4]));
    expect(Number.isFinite(loss)).toBe(true);
    expect(Number.isFinite(largest(gradients))).toBe(true);
    expect(largest(gradients)).toBeGreaterThan(0);
  }
});

test('the temperature is held at 1/100', () => {
  for (const trainer of [infonce, weighted, sigmoid]) {
    for (const rows of [
      [0, 1],
      [0, 1, 2, 3],
    ]) {
      const values = trainer.read('parameters');
      trainer.write('parameters', (name) =>
        name === 'logit_scale' ? Float32Array.of(4.7) : (values.get(name) as Float32Array),
      );
      trainer.step(golden.batch(rows), { step: 1, rate: 1e-5 });
      expect(trainer.read('parameters').get('logit_scale')).toEqual(Float32Array.of(Math.log(100)));
    }
  }
});
