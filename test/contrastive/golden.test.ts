import { expect, test } from 'vitest';
import type { ContrastiveTrainer, PairInputs } from '../../src/contrastive/trainer.ts';
import {
  clearMoments,
  createGoldenTrainer,
  GOLDEN_CLIP,
  GOLDEN_DUAL,
  MOST_LOG_SCALE,
  readGoldenPairs,
  readStored,
  withActivation,
} from '../support/golden-pairs.ts';

const golden = readGoldenPairs(GOLDEN_CLIP);
const dual = readGoldenPairs(GOLDEN_DUAL);
const ALL = [0, 1, 2, 3, 4, 5, 6];
const alone = golden.batch(ALL);
const grouped = golden.batch(ALL, { groups: Int32Array.from(golden.value('groups')) });
const weighted = golden.batch(ALL, { weights: golden.value('weights') });

/** One step of rate 0: the first moment is then (1 - beta1) times the gradient. */
function expectGradients(
  trainer: ContrastiveTrainer,
  pairs: PairInputs,
  name: string,
  { value } = golden,
): void {
  clearMoments(trainer);
  const loss = trainer.step(pairs, { step: 1, rate: 0 });
  const expectedLoss = value(`${name}/loss`)[0];
  expect(Math.abs(loss - expectedLoss), name).toBeLessThan(2e-6 * expectedLoss);
  const moments = readStored(trainer, 'first');
  expect(moments.size).toBe(trainer.parameters.length);
  for (const [parameter, moment] of moments) {
    const expected = value(`${name}/gradient/${parameter}`);
    const off = distance(
      moment.map((value) => value / 0.1),
      expected,
    );
    const norm = Math.hypot(...expected);
    expect(norm > 1e-5, parameter).toBe(!isZeroGradient(parameter));
    const bound = isZeroGradient(parameter) ? 1e-6 : 1e-4 * norm;
    expect(off, `${name}: ${parameter}`).toBeLessThan(bound);
  }
}

/** The script's 20 steps of AdamW. */
function expectSteps(trainer: ContrastiveTrainer, { value, batch } = golden): void {
  const [rates, losses, logScales] = ['rates', 'losses', 'log_scales'].map((each) =>
    value(`steps/${each}`),
  );
  clearMoments(trainer);
  const before = readStored(trainer, 'parameters');
  rates.forEach((rate, i) => {
    const step = i + 1;
    const rows = Array.from({ length: 4 + (step % 4) }, (_, row) => (step + row) % 7);
    const loss = trainer.step(batch(rows), { step, rate });
    expect(Math.abs(loss - losses[i]), `loss of step ${step}`).toBeLessThan(5e-4 * losses[i]);
    if (logScales[i] === Math.fround(MOST_LOG_SCALE)) {
      expect(trainer.read('parameters').get('logit_scale')).toEqual(logScales.slice(i, step));
    }
  });
  for (const [name, values] of readStored(trainer, 'parameters')) {
    const expected = value(`steps/parameter/${name}`);
    const change = distance(expected, before.get(name) as Float32Array);
    const bound = isZeroGradient(name) ? 0.1 * rates[19] : 2e-3 * change;
    expect(distance(values, expected), `${name} after 20 steps`).toBeLessThan(bound);
  }
}

/** That of a key's bias, as the softmax does not see it: what is left of it is rounding. */
function isZeroGradient(name: string): boolean {
  return /\.(k_proj|key)\.bias$/.test(name);
}

function distance(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return Math.hypot(...a.map((value, i) => value - b[i]));
}

test("PyTorch's gradient of every parameter, and 20 steps of AdamW", () => {
  const trainer = createGoldenTrainer(GOLDEN_CLIP);
  expectGradients(trainer, alone, 'infonce');
  expectGradients(trainer, grouped, 'infonce-groups');
  expectSteps(trainer);
  expect(golden.value('steps/log_scales')).toContain(Math.fround(MOST_LOG_SCALE));
  trainer.dispose();
});

test('the same in parts of 3', () => {
  const trainer = createGoldenTrainer(GOLDEN_CLIP, { partSize: 3 });
  expectGradients(trainer, alone, 'infonce');
  expectGradients(trainer, grouped, 'infonce-groups');
  expectSteps(trainer);
  trainer.dispose();
});

test('the same with blocks computed again', () => {
  const trainer = createGoldenTrainer(GOLDEN_CLIP, { recomputesBlocks: true });
  expectGradients(trainer, alone, 'infonce');
  expectSteps(trainer);
  trainer.dispose();
});

test('GELU by its error function, in parts with blocks computed again', () => {
  const options = { partSize: 3, recomputesBlocks: true };
  const trainer = createGoldenTrainer(withActivation(GOLDEN_CLIP, 'gelu'), options);
  expectGradients(trainer, alone, 'infonce-gelu');
  trainer.dispose();
});

test("SigLIP's loss with its bias, in parts", () => {
  const trainer = createGoldenTrainer(GOLDEN_CLIP, { loss: 'sigmoid', partSize: 4 });
  expectGradients(trainer, grouped, 'sigmoid');
  trainer.dispose();
});

test('the weighted loss, in parts', () => {
  const trainer = createGoldenTrainer(GOLDEN_CLIP, { loss: 'weighted', partSize: 4 });
  expectGradients(trainer, weighted, 'infonce-weights');
  trainer.dispose();
});

test("a BERT's embeddings and gradients, and 20 steps of AdamW", () => {
  const trainer = createGoldenTrainer(GOLDEN_DUAL, { recomputesBlocks: true });
  for (const modality of ['picture', 'text'] as const) {
    const values = trainer.embed(modality, dual.batch(ALL).feeds(modality, 0, ALL.length));
    const expected = dual.value(`infonce/${modality}`);
    expect(distance(values, expected), modality).toBeLessThan(1e-6 * ALL.length);
  }
  expectGradients(trainer, dual.batch(ALL), 'infonce', dual);
  expectSteps(trainer, dual);
  trainer.dispose();
});

test('a BERT with quick GELU, in parts', () => {
  const folder = withActivation(GOLDEN_DUAL, 'quick_gelu');
  const trainer = createGoldenTrainer(folder, { partSize: 3 });
  expectGradients(trainer, dual.batch(ALL), 'infonce-quick_gelu', dual);
  trainer.dispose();
});
