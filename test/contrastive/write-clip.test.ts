import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openTraining } from '../../src/contrastive/open-training.ts';
import { TRAIN_CLIP_SETTINGS } from '../../src/contrastive/train-clip-settings.ts';
import { writeClip } from '../../src/contrastive/write-clip.ts';
import { defaultsOf } from '../../src/schema/settings.ts';
import { changeModel } from '../support/change-model.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

const clip = sharedModel('tiny-clip');
const config = { ...defaultsOf(TRAIN_CLIP_SETTINGS), items: [], learningRate: 1e-5 };
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sid-write-clip-'));

testOnModels(['tiny-clip'], 'weights are of full precision, and config.json says so', async () => {
  const half = changeModel(clip, 'config.json', (json) => ({
    ...{ ...json, dtype: 'float16', torch_dtype: 'bfloat16' },
    text_config: { ...(json.text_config as object), dtype: 'float16' },
  }));
  const { trainer } = openTraining({ ...config, clip: half });
  const folder = newFolder();
  await writeClip(trainer, half, folder);
  trainer.dispose();
  const read = (from: string): object =>
    JSON.parse(readFileSync(join(from, 'config.json'), 'utf8')) as object;
  const was = read(half) as { text_config: object };
  expect(read(folder)).toEqual({
    ...{ ...was, dtype: 'float32', torch_dtype: 'float32' },
    text_config: { ...was.text_config, dtype: 'float32' },
  });
});

testOnModels(
  ['tiny-clip'],
  'another training with the sigmoid loss goes on with the bias',
  async () => {
    const folder = newFolder();
    const settings = { ...config, loss: 'sigmoid' } as const;
    const { trainer } = openTraining({ ...settings, clip });
    const bias = (): Float32Array | undefined => trainer.read('parameters').get('logit_bias');
    expect(bias()).toEqual(Float32Array.of(-10));
    const start = trainer.read('parameters');
    trainer.write('parameters', (name) =>
      name === 'logit_bias' ? Float32Array.of(-3) : (start.get(name) as Float32Array),
    );
    await writeClip(trainer, clip, folder);
    trainer.dispose();
    const again = openTraining({ ...settings, clip: folder });
    expect(again.trainer.read('parameters').get('logit_bias')).toEqual(Float32Array.of(-3));
    again.trainer.dispose();
  },
);
