// Names of what a line measures.
import { UserError } from '../../util/errors.ts';
import { suggestName } from '../../util/nearest-name.ts';
import { ANALYSES } from '../analyses/index.ts';
import type { PointConfig } from './point-config.ts';

const SEGMENTS = ['all', 'head', 'torso', 'tail', 'new'];

/** Measured on each segment: `ne/all`, `auc/new` ... The last is against the baseline. */
export const SEGMENT_FIGURES = ['ne', 'auc', 'log_loss', 'ne_gain_percent'] as const;

/** The drift of a run, where the config asks for it. */
export const DRIFT_FIGURE = 'drift_percent';

/**
 * Figures that every line of a comparison can have; names with a number in them have `{n}` in its place.
 */
export function figureNames(config: Pick<PointConfig, 'drift' | 'analyses'>): string[] {
  return [
    ...SEGMENT_FIGURES.flatMap((figure) => SEGMENTS.map((segment) => `${figure}/${segment}`)),
    ...(config.drift === undefined ? [] : [DRIFT_FIGURE]),
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
