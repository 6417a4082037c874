// Usage, perplexity, residual norm of each level.
import type { CodeUsage } from '../code/code-counts.ts';
import { amount, figure, list, nullable, number, objectOf } from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';
import { isBetterScore } from './best-by.ts';
import type { BestByName } from '../model/technique-settings.ts';
import type { RqVaeLoss } from '../model/rq-vae-gradients.ts';

/** One level of codes, of an epoch or of a finished quantizer. */
export const levelSchema = objectOf({
  /** Codes that came up. */
  usage: amount,
  /** Perplexity of the code distribution, 2^entropy; NaN if no code was used. */
  perplexity: figure,
  /** Root-mean-square norm of the residual after the level. */
  residual_norm: figure,
});
export type LevelMetrics = InferOutput<typeof levelSchema>;

/** One epoch. Losses are means over items. */
export const epochSchema = objectOf({
  /** From 1; 0 is the start, whose losses are measured without a step. */
  epoch: amount,
  train_loss: figure,
  /** |x - dec|^2, on the items that are trained on. */
  train_reconstruction: figure,
  /** Null where no items are held out. */
  validation_loss: nullable(number()),
  validation_reconstruction: nullable(number()),
  /** What the best epoch is chosen by: the figure that `bestBy` names. */
  score: figure,
  /** Dead codes that were re-initialized. */
  restarted_codes: amount,
  levels: list(levelSchema),
});
export type EpochMetrics = InferOutput<typeof epochSchema>;

/** The levels of an epoch so far. */
export function levelMetrics(
  usage: readonly CodeUsage[],
  { residualSquares_L }: RqVaeLoss,
): LevelMetrics[] {
  return usage.map((each, level) => ({
    ...each,
    residual_norm: Math.sqrt(residualSquares_L[level]),
  }));
}

/** The epoch of the best model; the first of equals. */
export function bestEpoch(
  history: readonly EpochMetrics[],
  by: BestByName,
): EpochMetrics | undefined {
  return history.reduce<EpochMetrics | undefined>(
    (best, each) => (best && !isBetterScore(by, each.score, best.score) ? best : each),
    undefined,
  );
}

/** Whether no epoch has been better for `patience` epochs. */
export function isOutOfPatience(
  history: readonly EpochMetrics[],
  { bestBy, patience }: { readonly bestBy: BestByName; readonly patience: number | null },
): boolean {
  const best = bestEpoch(history, bestBy)?.epoch ?? 0;
  const last = history.at(-1)?.epoch ?? 0;
  return patience !== null && last - best >= patience;
}

/** "loss 12.3  validation 12.9  usage 64/64/63  perplexity 60/58/50  residual 1.2/0.9/0.7" */
export function describeEpoch(
  metrics: Pick<EpochMetrics, 'train_loss' | 'validation_loss' | 'levels'>,
): string {
  const { train_loss, validation_loss, levels } = metrics;
  const list = (toText: (level: LevelMetrics) => string): string => levels.map(toText).join('/');
  return [
    `loss ${formatLoss(train_loss)}`,
    ...(validation_loss === null ? [] : [`validation ${formatLoss(validation_loss)}`]),
    `usage ${list(({ usage }) => String(usage))}`,
    `perplexity ${list(({ perplexity }) => perplexity.toFixed(0))}`,
    `residual ${list(({ residual_norm }) => residual_norm.toPrecision(3))}`,
  ].join('  ');
}

function formatLoss(loss: number): string {
  return loss.toPrecision(4);
}
