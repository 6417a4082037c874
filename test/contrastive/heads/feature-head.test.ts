import { afterAll, expect, test } from 'vitest';
import { drawHead, featureHead } from '../../../src/contrastive/heads/feature-head.ts';
import { featurePairs } from '../../../src/contrastive/heads/feature-pairs.ts';
import { ContrastiveTrainer } from '../../../src/contrastive/trainer.ts';
import { trainerConfig } from '../../../src/contrastive/trainer-config.ts';
import { Rng } from '../../../src/util/rng.ts';

const WIDTHS = { picture: 5, text: 3 } as const;
const [HIDDEN, WIDTH, PAIRS] = [4, 6, 7];
/** Two pairs of one group. */
/** The loss of these tests takes none. */
const WEIGHTS = new Float32Array(16).fill(1);
const GROUPS = Int32Array.of(0, 1, 2, 1, 4, 5, 6);

const rng = Rng.fromSeed(3);
const normals = (size: number): Float32Array =>
  Float32Array.from({ length: size }, () => rng.normal());
const sides = {
  picture: { rows_NF: normals(PAIRS * WIDTHS.picture), width: WIDTHS.picture },
  text: { rows_NF: normals(PAIRS * WIDTHS.text), width: WIDTHS.text },
};
const trainer = new ContrastiveTrainer(
  {
    encoders: {
      picture: featureHead('picture', { inputs: WIDTHS.picture, hidden: HIDDEN, width: WIDTH }),
      text: featureHead('text', { inputs: WIDTHS.text, hidden: HIDDEN, width: WIDTH }),
    },
    ...{ loss: 'infonce', partSize: null, recomputesBlocks: false, learns: () => true },
    ...trainerConfig({ beta2: 0.98, weightDecay: 0 }),
  },
  drawHead({ logScale: Math.log(1 / 0.07), bias: 0 }, Rng.fromSeed(1)),
);
afterAll(() => {
  trainer.dispose();
});

const rows = Int32Array.from({ length: PAIRS }, (_, i) => i);
const source = featurePairs(
  {
    rows: { text_N: rows, picture_N: rows, group_N: GROUPS, weight_N: WEIGHTS } as Parameters<
      typeof featurePairs
    >[0]['rows'],
    row_N: { picture: rows, text: rows },
  },
  sides,
);

type Weights = ReadonlyMap<string, ArrayLike<number>>;

/** The error function by its series. */
function erf(x: number): number {
  let [sum, term] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** x W, of W [inputs, outputs]. */
function product(x: readonly number[], weights: ArrayLike<number>): number[] {
  const outputs = weights.length / x.length;
  return Array.from({ length: outputs }, (_, o) =>
    x.reduce((sum, value, i) => sum + value * weights[i * outputs + o], 0),
  );
}

/** A head in plain loops; rows of length 1. */
function plainHead(side: 'picture' | 'text', weights: Weights, pair: number): number[] {
  const of = (name: string): ArrayLike<number> => weights.get(`${side}_head.${name}`) ?? [];
  const { rows_NF, width } = sides[side];
  const x = [...rows_NF.subarray(pair * width, (pair + 1) * width)];
  const hidden = product(x, of('up.weight'))
    .map((value, h) => value + of('up.bias')[h])
    .map((value) => (value * (1 + erf(value / Math.SQRT2))) / 2);
  const beside = product(hidden, of('down.weight'));
  const y = product(x, of('weight')).map((value, d) => value + of('bias')[d] + beside[d]);
  const length = Math.hypot(...y);
  return y.map((value) => value / length);
}

/** InfoNCE both ways, several positives sharing a row. */
function plainLoss(weights: Weights): number {
  const scale = Math.exp(weights.get('logit_scale')?.[0] ?? NaN);
  const [pictures, texts] = (['picture', 'text'] as const).map((side) =>
    Array.from(rows, (pair) => plainHead(side, weights, pair)),
  );
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, d) => sum + value * b[d], 0);
  const oneWay = (asking: number[][], searched: number[][]): number => {
    let sum = 0;
    asking.forEach((each, i) => {
      const logits = searched.map((other) => scale * dot(each, other));
      const total = Math.log(logits.reduce((all, logit) => all + Math.exp(logit), 0));
      const right = logits.filter((_, j) => GROUPS[j] === GROUPS[i]);
      sum += right.reduce((all, logit) => all + total - logit, 0) / right.length;
    });
    return sum / PAIRS;
  };
  return (oneWay(texts, pictures) + oneWay(pictures, texts)) / 2;
}

test('loss and every gradient of heads with a hidden layer are those of plain loops', async () => {
  // So that the hidden layer has an effect.
  const start = new Map(trainer.read('parameters'));
  for (const name of start.keys()) {
    if (name.endsWith('down.weight')) start.set(name, normals(HIDDEN * WIDTH));
  }
  trainer.write('parameters', (name) => start.get(name) as Float32Array);
  const loss = trainer.step(await source.load(rows, 1), { step: 1, rate: 0 });
  expect(loss).toBeCloseTo(plainLoss(start), 4);
  const gradients = trainer.read('first');
  expect(gradients.size).toBe(11);
  for (const [name, values] of start) {
    const gradient = gradients.get(`${name}/first`) as Float32Array;
    values.forEach((value, i) => {
      const at = (step: number): number => {
        const moved = Float64Array.from(values);
        moved[i] = value + step;
        return plainLoss(new Map<string, ArrayLike<number>>([...start, [name, moved]]));
      };
      // The first moment after one step is a tenth of the gradient.
      expect(10 * gradient[i], `${name} ${i}`).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 3);
    });
  }
});

test('rows are taken by where pairs have their features', async () => {
  const last = { picture: Int32Array.of(6, 0), text: Int32Array.of(2, 3) };
  const other = featurePairs({ rows: source.rows as never, row_N: last }, sides);
  const { feeds } = await other.load(Int32Array.of(0, 1), null);
  const { features } = feeds('text', 1, 2);
  expect([...features.dataSync()]).toEqual([...sides.text.rows_NF.subarray(9, 12)]);
  features.dispose();
});
