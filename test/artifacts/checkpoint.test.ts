import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoint, readCheckpoint } from '../../src/artifacts/checkpoint.ts';
import { lazily, writeSafetensors } from '../../src/artifacts/write-safetensors.ts';
import { UserError } from '../../src/util/errors.ts';

const path = join(mkdtempSync(join(tmpdir(), 'sid-checkpoint-')), 'model.safetensors');

/** A file with that header and 16 bytes behind it. */
function read(header: unknown): ReturnType<typeof readCheckpoint> {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(path, Buffer.concat([length, text, Buffer.alloc(16)]));
  return readCheckpoint(path);
}

const W = { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] };

test('what others write: without metadata, a scalar, nothing at all', () => {
  expect(read({ w: W })).toEqual({
    tensors: new Map([['w', { shape: [2, 2], values: new Float32Array(4) }]]),
    metadata: {},
  });
  const step = { dtype: 'I32', shape: [], data_offsets: [12, 16] };
  expect(read({ step }).tensors.get('step')).toEqual({ shape: [], values: Int32Array.of(0) });
  expect(read({ __metadata__: { format: 'pt' } }).metadata).toEqual({ format: 'pt' });
});

test.each([
  ['another type', { w: { ...W, dtype: 'BF16' } }, '"w.dtype" is "BF16"; known: F32, I32'],
  ['no shape', { w: { ...W, shape: undefined } }, '"w.shape" is missing; give a list'],
  ['a length below 0', { w: { ...W, shape: [2, -2] } }, '"w.shape[1]" must be a whole number'],
  [
    'one end',
    { w: { ...W, data_offsets: [16] } },
    '"w.data_offsets[1]" is missing; give a whole number',
  ],
  ['another key', { w: { ...W, layout: 'C' } }, 'unknown key "w.layout"'],
  [
    'metadata that are no texts',
    { __metadata__: { n: 1 } },
    '"__metadata__.n" must be a text, not 1',
  ],
  ['too few bytes', { w: { ...W, shape: [2, 3] } }, 'w is damaged: its shape and its bytes differ'],
  ['a place behind the end', { w: { ...W, data_offsets: [8, 24] } }, 'w is cut short'],
  ['no JSON', '{"w": ', 'is damaged ('],
  ['a number', 5, 'it must be an object, not 5'],
])('refuses %s', (_name, header, message) => {
  expect(() => read(header)).toThrow(UserError);
  expect(() => read(header)).toThrow(message);
  expect(() => read(header)).toThrow(path);
  expect(() => read(header)).toThrow(/make it again$/);
});

test('parts are made one after the other, and arrays are read one by one', async () => {
  const made: string[] = [];
  const part = (name: string, ...values: number[]) => {
    const parts = lazily(() => {
      made.push(name);
      return Float32Array.from(values);
    });
    return [name, { dtype: 'F32', shape: [values.length], parts }] as const;
  };
  const tensors = new Map([part('a', 1, 2), part('b', 3)]);
  expect(made).toEqual([]);
  await writeSafetensors(path, tensors, { kind: 'test' });
  expect(made).toEqual(['a', 'b']);
  const checkpoint = openCheckpoint(path);
  expect(checkpoint.metadata).toEqual({ kind: 'test' });
  expect(checkpoint.floats('b', [1])).toEqual(Float32Array.of(3));
  expect(checkpoint.floats('a', [2])).toEqual(Float32Array.of(1, 2));
  expect(() => checkpoint.floats('a', [3])).toThrow('"a" has shape [2], [3] is wanted');
  expect(() => checkpoint.floats('c', [1])).toThrow('has no tensor "c"');
});

test('values that do not fill their shape leave no file', async () => {
  const other = `${path}.other`;
  const short = { dtype: 'F32', shape: [2], parts: [Float32Array.of(1)] } as const;
  const written = writeSafetensors(other, new Map([['w', short]]), {});
  await expect(written).rejects.toThrow('w: its values do not fill its shape');
  expect(existsSync(other)).toBe(false);
});
