// Of a detector's boxes the one to crop.
import { WHOLE_PICTURE } from '../pictures/picture-box.ts';
import type { PictureBox } from '../pictures/picture-box.ts';

/** What Grounding DINO gives for one picture. */
export interface DetectorOutput {
  /** Of each query, how well its box fits each token, before the sigmoid; -Infinity beyond the caption. */
  readonly logits: Float32Array;
  /** Of each query: middle x, middle y, width, height, in fractions of the picture. */
  readonly boxes: Float32Array;
}

/** Where an item is in its picture. */
export interface GroundedBox extends PictureBox {
  /** Of the best box, 0 to 1. */
  readonly score: number;
  /** Whether it is above the threshold; where not, the box is the whole picture. */
  readonly isFound: boolean;
}

/**
 * The most confident box above the threshold, else the whole picture (Giahi 2025, step 1). The score of a box is the
 * sigmoid of its largest logit over all tokens, as in Hugging Face's `post_process_grounded_object_detection`. Boxes are
 * cut off at the picture's edges; one of which nothing is left does not count.
 */
export function chooseBox({ logits, boxes }: DetectorOutput, threshold: number): GroundedBox {
  const numQueries = boxes.length / 4;
  const numTokens = logits.length / numQueries;
  let best: GroundedBox = { ...WHOLE_PICTURE, score: 0, isFound: false };
  for (let query = 0; query < numQueries; query++) {
    let largest = -Infinity;
    for (let i = query * numTokens; i < (query + 1) * numTokens; i++) {
      if (logits[i] > largest) largest = logits[i];
    }
    const score = 1 / (1 + Math.exp(-largest));
    const box = toCorners(boxes.subarray(4 * query, 4 * query + 4));
    if (score > best.score && box.x1 > box.x0 && box.y1 > box.y0) {
      best = { ...box, score, isFound: true };
    }
  }
  return best.score > threshold ? best : { ...WHOLE_PICTURE, score: best.score, isFound: false };
}

function toCorners([x, y, width, height]: Float32Array): PictureBox {
  // In half the precision, as boxes are kept: what has an area has one there too.
  const within = (value: number): number => Math.fround(Math.min(Math.max(value, 0), 1));
  return {
    x0: within(x - width / 2),
    y0: within(y - height / 2),
    x1: within(x + width / 2),
    y1: within(y + height / 2),
  };
}
