// What the segments of a line were cut by.
import { readRunRecord } from '../../artifacts/run-record.ts';
import { isObject } from '../../schema/fields.ts';
import { SEGMENT_FIGURES } from './figure-names.ts';
import type { Trial } from './plan-trials.ts';

/**
 * What its model was trained on, which cuts head, torso, tail and new: "days 1-20, 10 % held out (seed 1)". Segments of
 * one name are other items where this differs, so that their figures do not compare.
 */
export function readSegmentCut({ runFolder, segmentsFolder }: Trial): string {
  const { days, heldOutShare, heldOutSeed } = readRunRecord(runFolder).config;
  const { from, to } = isObject(days) ? days : {};
  const last = readRunRecord(segmentsFolder).metrics.model_day ?? to;
  const percent = 100 * Number(heldOutShare);
  return `days ${Number(from)}-${Number(last)}, ${percent} % held out (seed ${Number(heldOutSeed)})`;
}

/** Whether a figure is of head, torso, tail or new: "ne/new". */
export function isOfSegment(figure: string): boolean {
  const [name, segment] = figure.split('/');
  return segment !== 'all' && SEGMENT_FIGURES.some((each) => each === name);
}
