import { expect, test } from 'vitest';
import { readEncoders } from '../../src/clip/read-encoders.ts';
import { drawWeights } from '../../src/contrastive/draw-weights.ts';
import { learnedParts } from '../../src/contrastive/learned-parts.ts';
import { mean } from '../../src/util/stats.ts';
import { Rng } from '../../src/util/rng.ts';
import { GOLDEN_CLIP, GOLDEN_DUAL } from '../support/golden-pairs.ts';

const settings = { train: 'all', lockPictureBlocks: 0, lockTextBlocks: 0 };

test.each([
  ['CLIP', GOLDEN_CLIP, 'text_model.encoder.layers', 'text_model.final_layer_norm.weight'],
  ['BERT', GOLDEN_DUAL, 'text_model.encoder.layer', 'text_model.pooler.dense.weight'],
])('%s: blocks are locked from below, with what is under them', (_, folder, blocks, above) => {
  const encoders = readEncoders(folder);
  const names = [...encoders.picture.parameters, ...encoders.text.parameters].map(
    ({ name }) => name,
  );
  const learned = (given: Partial<typeof settings>): string[] =>
    names.filter(learnedParts(encoders, { ...settings, ...given }));
  expect(learned({})).toEqual(names);
  const last = learned({ train: 'last-1' });
  expect(last).toContain(above);
  expect(last).toContain('visual_projection.weight');
  expect(last).toContain('vision_model.post_layernorm.bias');
  expect(last.some((name) => name.startsWith(`${blocks}.1.`))).toBe(true);
  expect(last.filter((name) => /embeddings|pre_layrnorm|\.layers?\.0\./.test(name))).toEqual([]);
  const texts = learned({ lockTextBlocks: 2 }).filter((name) => name.startsWith('text'));
  expect(texts.filter((name) => !last.includes(name))).toEqual([]);
  expect(texts.some((name) => name.startsWith(blocks))).toBe(false);
  expect(learned({ lockTextBlocks: 2 })).toContain('vision_model.embeddings.class_embedding');
  const all = learned({ train: 'last-2' });
  expect(names.filter((name) => !all.includes(name))).toEqual(
    names.filter((name) => /embeddings|pre_layrnorm/.test(name)),
  );
  expect(() => learned({ train: 'last-3' })).toThrow('the picture encoder has 2 blocks');
});

test('drawn weights: deviations of Hugging Face, scales of 1, biases of 0', () => {
  const encoders = readEncoders(GOLDEN_CLIP);
  const parameters = [...encoders.picture.parameters, ...encoders.text.parameters];
  const draw = drawWeights(
    [encoders.picture, encoders.text],
    { logScale: 2, bias: -3 },
    Rng.fromSeed(1),
  );
  const of = (name: string): Float32Array => {
    const found = parameters.find((each) => each.name === name);
    if (found === undefined) throw new Error(name);
    return draw(found);
  };
  const deviation = (name: string): number =>
    Math.sqrt(mean(of(name).map((value) => value * value)));
  const block = 'vision_model.encoder.layers.0';
  // Width 16, two blocks: 16^-0.5 4^-0.5, 16^-0.5, 32^-0.5.
  expect(deviation(`${block}.self_attn.q_proj.weight`)).toBeCloseTo(0.125, 1);
  expect(deviation(`${block}.self_attn.out_proj.weight`) / 0.25).toBeCloseTo(1, 0);
  expect(deviation(`${block}.mlp.fc1.weight`) / 32 ** -0.5).toBeCloseTo(1, 0);
  expect(new Set(of(`${block}.layer_norm1.weight`))).toEqual(new Set([1]));
  expect(new Set(of(`${block}.mlp.fc1.bias`))).toEqual(new Set([0]));
  expect(draw({ name: 'logit_scale', shape: [], isLinear: false })).toEqual(Float32Array.of(2));
});
