import { expect, test } from 'vitest';
import { parseCompareConfig } from '../../../src/experiments/compare/compare-config.ts';
import { idleInConfig } from '../../../src/experiments/compare/idle-in-config.ts';

const RAW = {
  simulate: { items: 100 },
  rqvae: { levels: 3 },
  strategies: ['prefix'],
  seeds: [1],
  ranker: { days: '1-2' },
};

function linesFor(raw: object): string[] {
  return idleInConfig(parseCompareConfig({ ...RAW, ...raw }).points.map(({ config }) => config));
}

test('what has no effect is named with the key that it stands at', () => {
  expect(
    linesFor({
      simulate: undefined,
      import: { set: 'online-retail', negatives: 0, windowHours: 3 },
      rqvae: { quantizer: 'residual-kmeans', epochs: 3, kmeansRounds: 9 },
      analyses: [
        { analysis: 'hourglass', seed: 2 },
        { analysis: 'click-skew', day: 1 },
      ],
    }),
  ).toEqual([
    '"import": "windowHours" has no effect with "negatives" 0',
    '"rqvae": "epochs" has no effect with "quantizer" residual-kmeans; it is for rq-vae',
    '"analyses": "seed" has no effect in hourglass',
    '"analyses": "day" has no effect in click-skew',
  ]);
});

test('what is for some of the lines, or of the points, has an effect', () => {
  const ofOwn = { name: 'own', embed: 'prefix', rqvae: { quantizer: 'rq-vae' } };
  const rqvae = { quantizer: 'residual-kmeans', epochs: 3 };
  const plain = { name: 'plain', embed: 'prefix', rqvae: { levels: 2 } };
  expect(linesFor({ rqvae, strategies: ['prefix', plain] })).toHaveLength(1);
  expect(linesFor({ rqvae, strategies: ['prefix', plain, ofOwn] })).toEqual([]);
  const sweep = { 'rqvae.quantizer': ['residual-kmeans', 'rq-vae'] };
  expect(linesFor({ rqvae, sweep })).toEqual([]);
  expect(linesFor({ rqvae, strategies: ['prefix', ofOwn] })).toEqual([]);
});
