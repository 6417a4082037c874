// What `sid train-clip` says of its pairs, and of what came out.
import type { ClipDirection, ClipEpoch } from '../../contrastive/clip-epoch.ts';
import type { TrainClipSettings } from '../../contrastive/train-clip-settings.ts';
import type { ReadPairs } from '../../contrastive/learner.ts';
import type { PairSplit } from '../../pairs/split-pairs.ts';
import type { TrainClipMetrics } from '../../records/train-clip-record.ts';
import { formatCount } from '../../util/format-count.ts';
import { plural } from '../../util/plural.ts';
import { drawTable } from './tables.ts';

/** "814 pairs to train on, 90 held out, of 12 groups" */
export function describePairs(
  { rows: { numGroups, problems }, numCut }: Pick<ReadPairs, 'rows' | 'numCut'>,
  { train, heldOut, known }: PairSplit,
): string {
  const leftOut = problems.filter(({ kept }) => !kept).length;
  return [
    `${plural(train.length, 'pair')} to train on, ${formatCount(heldOut.length)} held out, ${plural(numGroups, 'group')}`,
    ...(leftOut === 0 ? [] : [`${plural(leftOut, 'item')} without picture or text left out`]),
    ...(numCut === 0 ? [] : [`${plural(numCut, 'text')} cut to the model's length`]),
    ...(known.texts === 0
      ? []
      : [`${formatCount(known.texts)} of the held-out have a text that is trained on too`]),
    ...(known.pictures === 0
      ? []
      : [`${formatCount(known.pictures)} of the held-out have a picture that is trained on too`]),
  ].join('; ');
}

export function describeClipTraining(
  metrics: TrainClipMetrics,
  { selectedBy }: TrainClipSettings,
  out: string,
): string {
  const { history, best_epoch: best } = metrics;
  return [
    drawTable(
      ['epoch', 'loss', 'text -> picture', 'hits@5', 'mrr', 'picture -> text', 'hits@5', 'mrr'],
      history.map((each) => epochRow(each, each.epoch === best)),
    ),
    ...chanceLine(history[0]),
    `${formatCount(metrics.train_pairs)} pairs, ${formatCount(metrics.learned_parameters)} of ` +
      `${formatCount(metrics.parameters)} weights learned; ${metrics.seconds.toFixed(1)} s, ` +
      `${metrics.items_per_second.toFixed(1)} pairs/s; ${chosenEpoch(metrics, selectedBy)}; the model is in ${out}, ` +
      `that of the last epoch in ${out}/last`,
  ].join('\n\n');
}

function chosenEpoch({ best_epoch, held_out_pairs }: TrainClipMetrics, selectedBy: string): string {
  return held_out_pairs === 0
    ? 'nothing is held out to choose an epoch by, so the last is taken'
    : `best epoch by ${selectedBy}: ${best_epoch}`;
}

function epochRow(epoch: ClipEpoch, isBest: boolean): string[] {
  const { train_loss: loss, text_to_picture: forth, picture_to_text: back } = epoch;
  return [
    `${epoch.epoch}${isBest ? ' *' : ''}`,
    loss === null ? '' : loss.toFixed(4),
    ...figures(forth),
    ...figures(back),
  ];
}

function figures(direction: ClipDirection | null): string[] {
  if (direction === null) return ['', '', ''];
  const { queries, searched, mrr, ci95 } = direction;
  const hits = direction['hits@5'].toFixed(3);
  const interval = ci95 === null ? '' : ` [${ci95.map((each) => each.toFixed(3)).join(', ')}]`;
  return [`${queries} in ${searched}`, `${hits}${interval}`, mrr.toFixed(3)];
}

function chanceLine({ text_to_picture: forth, picture_to_text: back }: ClipEpoch): string[] {
  if (forth === null || back === null) return [];
  return [
    `chance: hits@5 ${forth.chance.toFixed(4)} and ${back.chance.toFixed(4)}; intervals are 95 % over queries, of this ` +
      'training alone',
  ];
}
