import { expect, test } from 'vitest';
import { loadEngine } from '../../src/engine/load-engine.ts';
import { UserError } from '../../src/util/errors.ts';

test('a wrong SID_ENGINE is one line for the user', () => {
  expect(() => loadEngine({ SID_ENGINE: 'gpu' })).toThrow(
    new UserError('SID_ENGINE is "gpu"; it may be native or portable'),
  );
});

test('SID_ENGINE=portable takes the engine that is there everywhere, and it computes', () => {
  const { tf, info } = loadEngine({ SID_ENGINE: 'portable' });
  expect(info).toMatchObject({ kind: 'portable' });
  expect(info.fault).toBeUndefined();
  const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
  expect(product.dataSync()[0]).toBe(11);
});
