// What the segments of a line were cut by.
import { evalSegmentsRecord } from '../../records/eval-segments-record.ts';
import { readRecord } from '../../records/run-record.ts';
import { readRankerRun } from '../ranker-run.ts';
import { SEGMENT_FIGURES } from './figure-names.ts';
import type { Trial } from './plan-trials.ts';

/**
 * What its model was trained on, which cuts head, torso, tail and new: "days 1-20, 10 % held out (seed 1), by clicks". Segments of
 * one name are other items where this differs, so that their figures do not compare.
 */
export function readSegmentCut({ runFolder, segmentsFolder }: Trial): string {
  const { days, heldOutShare, heldOutSeed } = readRankerRun(runFolder).config;
  const { model_day, cut_by } = readRecord(evalSegmentsRecord, segmentsFolder).metrics;
  const percent = 100 * heldOutShare;
  return `days ${days.from}-${model_day}, ${percent} % held out (seed ${heldOutSeed}), by ${cut_by}`;
}

/** Whether a figure is of head, torso, tail or new: "ne/new". */
export function isOfSegment(figure: string): boolean {
  const [name, segment] = figure.split('/');
  return segment !== 'all' && SEGMENT_FIGURES.some((each) => each === name);
}
