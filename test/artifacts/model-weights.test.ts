import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openModelWeights } from '../../src/artifacts/model-weights.ts';
import { UserError } from '../../src/util/errors.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-weights-'));
let numFolders = 0;

function createFolder(files: Readonly<Record<string, Uint8Array | string>> = {}): string {
  const folder = join(root, String(numFolders++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** One tensor "w". */
function safetensors(dtype: string, shape: number[], values: Uint8Array, name = 'w'): Uint8Array {
  const header = { [name]: { dtype, shape, data_offsets: [0, values.length] } };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, values]);
}

function bytesOf(view: Uint16Array | Float32Array): Uint8Array {
  return new Uint8Array(view.buffer);
}

test('half precision becomes float32: the largest, the smallest, infinity, a third', () => {
  const bits = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x83ff, 0xfc00, 0x3555, 0x8000];
  const model = safetensors('F16', [2, 4], bytesOf(Uint16Array.from(bits)));
  const weights = openModelWeights(createFolder({ 'model.safetensors': model }));
  expect([...weights.read('w', [2, 4])]).toEqual([
    ...[1, -2, 65504, 2 ** -24, -1023 * 2 ** -24, -Infinity, 0.333251953125, -0],
  ]);
});

test('bfloat16 becomes float32', () => {
  const bits = [0x3f80, 0xc049, 0x0000, 0x7f80, 0x3eab];
  const model = safetensors('BF16', [5], bytesOf(Uint16Array.from(bits)));
  const weights = openModelWeights(createFolder({ 'model.safetensors': model }));
  expect([...weights.read('w', [5])]).toEqual([1, -3.140625, 0, Infinity, 0.333984375]);
});

test('shards are one model', () => {
  const [one, two] = [1, 2].map((value) => bytesOf(Float32Array.of(value)));
  const folder = createFolder({
    'model.safetensors.index.json': JSON.stringify({
      metadata: { total_size: 8 },
      weight_map: { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' },
    }),
    'model-00001-of-00002.safetensors': safetensors('F32', [1], one, 'a'),
    'model-00002-of-00002.safetensors': safetensors('F32', [], two, 'b'),
  });
  const weights = openModelWeights(folder);
  expect([...weights.read('a', [1]), ...weights.read('b', [])]).toEqual([1, 2]);
  expect(weights.paths.map((path) => path.slice(folder.length + 1))).toEqual([
    'model.safetensors.index.json',
    'model-00001-of-00002.safetensors',
    'model-00002-of-00002.safetensors',
  ]);
});

const index = JSON.stringify({ weight_map: { a: 'model-1.safetensors' } });
const ids = safetensors('I64', [1], new Uint8Array(8));

test.each([
  ['nothing there', {}, 'holds nothing, but no model.safetensors'],
  ["PyTorch's own", { 'pytorch_model.bin': '' }, 'which only PyTorch reads'],
  ["PyTorch's own in shards", { 'pytorch_model.bin.index.json': '' }, 'save_pretrained'],
  ['a shard missing', { 'model.safetensors.index.json': index }, 'model-1.safetensors of'],
  ['no shards named', { 'model.safetensors.index.json': '{}' }, '"weight_map" is missing'],
  ['no safetensors', { 'model.safetensors': 'version https://git-lfs' }, 'not safetensors'],
  ['whole numbers', { 'model.safetensors': ids }, '"w" is of type I64'],
  [
    'another name',
    { 'model.safetensors': safetensors('F32', [0], new Uint8Array(), 'v') },
    'no tensor "w"',
  ],
  [
    'another shape',
    { 'model.safetensors': safetensors('F32', [2], new Uint8Array(8)) },
    'has shape [2], [1] is wanted',
  ],
  [
    'too few bytes',
    { 'model.safetensors': safetensors('F32', [1], new Uint8Array(2)) },
    'is damaged',
  ],
])('refuses %s in one line', (_name, files, message) => {
  const folder = createFolder(files);
  const read = (): unknown => openModelWeights(folder).read('w', [1]);
  expect(read).toThrow(UserError);
  expect(read).toThrow(message);
  expect(read).toThrow(folder);
  expect(read).not.toThrow('\n');
});
