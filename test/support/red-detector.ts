import type { Detector } from '../../src/grounding/grounding-dino.ts';
import { detectorSizeOf } from '../../src/grounding/detector-size.ts';
import { resizePicture } from '../../src/pictures/resize-picture.ts';

/**
 * A detector of what is red, by looking: so that boxes can be checked against where the red was drawn. Of its two queries
 * the first is never sure.
 */
export function redDetector(shortestEdge: number): Detector & { readonly prompts: string[] } {
  const size = { shortestEdge, longestEdge: 2 * shortestEdge };
  const prompts: string[] = [];
  return {
    ...{ files: {}, size, prompts },
    decode: (bytes) => resizePicture(bytes, (upright) => detectorSizeOf(upright, size), 'linear'),
    detectPixels: () => Promise.reject(new Error('looks at pictures alone')),
    detect({ rgb, width, height }, prompt) {
      prompts.push(prompt);
      const red = Array.from({ length: width * height }, (_, i) => i).filter(
        (i) => rgb[3 * i] > 150 && rgb[3 * i + 1] < 100,
      );
      const [x, y] = [red.map((i) => i % width), red.map((i) => Math.floor(i / width))];
      const [x0, x1] = [Math.min(...x) / width, (Math.max(...x) + 1) / width];
      const [y0, y1] = [Math.min(...y) / height, (Math.max(...y) + 1) / height];
      const found = [(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0];
      return Promise.resolve({
        logits: Float32Array.of(-3, -Infinity, red.length > 0 ? 2 : -4, -Infinity),
        boxes: Float32Array.from([0.5, 0.5, 0.1, 0.1, ...(red.length > 0 ? found : [0, 0, 0, 0])]),
      });
    },
  };
}
