import { expect, test } from 'vitest';
import { cudaWheels } from '../../../src/engine/setup/wheel-build.ts';

test("the CUDA packages are read from a wheel's metadata, with their versions", () => {
  const metadata = [
    'Name: tensorflow',
    'Requires-Dist: numpy>=1.26.0',
    'Requires-Dist: nvidia-cublas-cu12==12.5.3.2; extra == "and-cuda"',
    "Requires-Dist: nvidia-cudnn-cu12 (<10.0,>=9.3.0.75) ; extra == 'and-cuda'",
    'Requires-Dist: nvidia-something==1.0; extra == "other"',
  ].join('\n');
  expect(cudaWheels(metadata)).toEqual([
    'nvidia-cublas-cu12==12.5.3.2',
    'nvidia-cudnn-cu12<10.0,>=9.3.0.75',
  ]);
});
