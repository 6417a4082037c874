// Mean losses.
import type { RqVaeLoss } from '../model/rq-vae-gradients.ts';

/** Means of losses over items. */
export interface LossMeter {
  /** @param numItems that the loss is a mean over */
  add(loss: RqVaeLoss, numItems: number): void;
  mean(): RqVaeLoss;
  reset(): void;
  /** Items, then sums over them: loss, reconstruction, and each level's square residual. */
  readonly sums: Float64Array;
}

/** @param sums to begin with, as `sums` gives them */
export function createLossMeter(levels: number, sums?: ArrayLike<number>): LossMeter {
  const own = Float64Array.from(sums ?? new Float64Array(3 + levels));
  return {
    sums: own,
    add({ loss, reconstruction, residualSquares_L }, numItems) {
      own[0] += numItems;
      [loss, reconstruction, ...residualSquares_L].forEach((value, i) => {
        own[i + 1] += numItems * value;
      });
    },
    mean() {
      const [loss, reconstruction, ...residualSquares_L] = own.slice(1).map((sum) => sum / own[0]);
      return { loss, reconstruction, residualSquares_L };
    },
    reset: () => own.fill(0),
  };
}
