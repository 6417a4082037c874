// Names of what a line measures.
import { ITEM_SEGMENTS } from '../../metrics/segments.ts';
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { ANALYSES } from '../analyses/index.ts';
import type { PointConfig } from './point-config.ts';

const SEGMENTS = ['all', ...ITEM_SEGMENTS];

/** Measured on each segment: `ne/all`, `auc/new` ... */
export const OWN_FIGURES = ['ne', 'ne_recalibrated', 'auc', 'log_loss'] as const;

/** And against the baseline: `ne_gain_percent/all`, by the NE that each is of. */
export const GAIN_FIGURES = {
  ne: 'ne_gain_percent',
  ne_recalibrated: 'ne_gain_percent_recalibrated',
} as const;

/** All of a segment. */
export const SEGMENT_FIGURES = [...OWN_FIGURES, ...Object.values(GAIN_FIGURES)] as const;

/** The drift of a run, where the config asks for it. */
export const DRIFT_FIGURES = ['drift_percent', 'drift_percent_recalibrated'] as const;

/**
 * Figures that every line of a comparison can have; names with a number in them have `{n}` in its place.
 */
export function figureNames(config: Pick<PointConfig, 'drift' | 'analyses'>): string[] {
  return [
    ...SEGMENT_FIGURES.flatMap((figure) => SEGMENTS.map((segment) => `${figure}/${segment}`)),
    ...(config.drift === null ? [] : DRIFT_FIGURES),
    ...config.analyses.flatMap(({ analysis }) =>
      Object.keys(ANALYSES[analysis].meaning).map((name) => `${analysis}/${name}`),
    ),
  ];
}

/** @throws UserError for a figure that no line has, with the nearest that they have */
export function assertFigureKnown(
  figure: string,
  config: Pick<PointConfig, 'drift' | 'analyses'>,
  key: string,
): void {
  const names = figureNames(config);
  if (names.includes(figure) || names.includes(figure.replaceAll(/\d+/g, '{n}'))) return;
  throw new UserError(`"${key}" is "${figure}"; ${suggestName(figure, names)}`);
}
