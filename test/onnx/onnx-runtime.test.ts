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
  // Those of another graph, and what is no weights.
  for (const name of ['model_fp16.onnx_data', 'model.onnx_data.txt']) {
    writeFileSync(join(folder, 'onnx', name), '');
  }
  writeFileSync(`${graph}_data`, 'weights');
  expect(modelFiles('detector', await loadOnnxModel(folder))).toEqual({
    ...{ detector: graph, 'detector-weights': `${graph}_data` },
  });
  // Which of them the graph names is for the runtime to know: all decide.
  const others = [join(folder, 'onnx', 'model.data'), `${graph}.data`, `${graph}_data_1`];
  for (const path of others) writeFileSync(path, 'other weights');
  const { detector, ...weights } = modelFiles('detector', await loadOnnxModel(folder));
  expect(detector).toBe(graph);
  expect(Object.keys(weights)).toHaveLength(4);
  expect(Object.values(weights)).toEqual(expect.arrayContaining([...others, `${graph}_data`]));
});
