// Names below a chart, and how they look.
import { CHART_WIDTH } from './chart.ts';
import { lookOf } from './chart-theme.ts';
import { shortNames } from './short-names.ts';

/** Names and looks of what a chart tells apart. */
export interface Legend {
  /** As they stand in the chart: short enough. */
  readonly names: readonly string[];
  readonly columns: number;
  /** Pixels below the chart. */
  readonly height: number;
  readonly colors: { readonly domain: string[]; readonly range: string[] };
  readonly shapes: { readonly domain: string[]; readonly range: string[] };
  readonly dashes: { readonly domain: string[]; readonly range: number[][] };
}

/** Pixels of a letter, of what stands beside a name, of a line. */
const LETTER = 8;
const MARK = 38;
/** What the axis on the left takes. */
const AXIS = 55;
const LINE = 18;

/**
 * As many columns as the longest name leaves room for.
 *
 * @param places of the names among all of a comparison, which decide how they look
 */
export function createLegend(fullNames: readonly string[], places: readonly number[]): Legend {
  const longest = Math.max(...fullNames.map((name) => name.length));
  const columns = Math.max(
    1,
    Math.min(4, Math.floor((CHART_WIDTH - AXIS) / (longest * LETTER + MARK))),
  );
  const names = shortNames(fullNames, Math.floor((CHART_WIDTH - AXIS - MARK) / LETTER));
  const looks = places.map(lookOf);
  return {
    names,
    columns,
    height: names.length > 1 ? Math.ceil(names.length / columns) * LINE : 0,
    colors: { domain: names, range: looks.map(({ color }) => color) },
    shapes: { domain: names, range: looks.map(({ shape }) => shape) },
    dashes: { domain: names, range: looks.map(({ dash }) => dash) },
  };
}
