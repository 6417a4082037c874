import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { loadOnnxModel, modelFiles } from '../../src/onnx/onnx-runtime.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

testOnModels(['tiny-grounding-dino'], 'weights beside a graph are files of the model', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-onnx-'));
  cpSync(sharedModel('tiny-grounding-dino'), folder, { recursive: true });
  const graph = join(folder, 'onnx', 'model.onnx');
  expect(modelFiles('detector', await loadOnnxModel(folder))).toEqual({ detector: graph });
  writeFileSync(`${graph}_data`, 'weights');
  expect(modelFiles('detector', await loadOnnxModel(folder))).toEqual({
    ...{ detector: graph, 'detector-weights': `${graph}_data` },
  });
});
