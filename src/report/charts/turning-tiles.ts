// Where the order turns: a claim's difference at each place of a grid, as tiles.
import { markOf, sideOf } from '../../records/map-discoveries.ts';
import { claimAt } from '../../records/map-record.ts';
import type { MapAxis, MapPlace } from '../../records/map-record.ts';
import { interval, signed } from '../format.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';

/** The two axes of a grid, and its places. */
export interface TileGrid {
  readonly x: MapAxis;
  readonly y: MapAxis;
  readonly places: readonly MapPlace[];
  /** Ids of places whose verdict remains among all of the map. */
  readonly discoveries: ReadonlySet<string>;
}

const COLORS: readonly (readonly [kind: string, color: string])[] = [
  ['lower', 'var(--series-3)'],
  ['higher', 'var(--series-2)'],
  ['undecided', 'var(--ink-soft)'],
];
const ROW_HEIGHT = 44;
/** Opacities. */
const [CLEAR, FAINT] = [0.35, 0.12];

/**
 * One claim over a grid: each tile has the difference, and a color where its interval leaves out 0.
 *
 * @returns undefined where no place has the claim
 */
export function turningTiles(
  { x, y, places, discoveries }: TileGrid,
  says: string,
): Chart | undefined {
  const tiles = places.flatMap((place) => {
    const { at } = place;
    const claim = claimAt(place, says);
    if (claim === undefined || Number.isNaN(claim.difference)) return [];
    const { difference, ci95 } = claim;
    const words = `${x.name} ${at[x.name]}, ${y.name} ${at[y.name]}`;
    const kind = sideOf(ci95);
    const mark = markOf(place, says, discoveries);
    return [
      {
        x: at[x.name],
        y: at[y.name],
        text: signed(difference, 1) + mark,
        kind,
        strength: mark === '' ? CLEAR : FAINT,
        words: `${words}: ${signed(difference)} ${interval(ci95)}${mark}`,
      },
    ];
  });
  if (tiles.length === 0) return undefined;
  const band = (field: 'x' | 'y', axis: MapAxis) =>
    ({ field, type: 'ordinal', title: axis.name, sort: [...axis.labels] }) as const;
  const axes = {
    x: { ...band('x', x), axis: { labelAngle: 0 } },
    y: { ...band('y', y), sort: [...y.labels].reverse() },
  };
  const rows = new Set(tiles.map((tile) => tile.y)).size;
  return {
    title: says,
    alt: `Tiles of ${x.says} by ${y.says}. ${tiles.map(({ words }) => words).join('; ')}.`,
    caption:
      `The difference that "${says}" is about, at each place (${x.name}: ${x.says}; ${y.name}: ${y.says}). Green: lower, so that it holds; orange: higher; gray: the ` +
      '95 % interval over seeds, each with a world of its own, reaches 0. Faint, with *: not after correction for all places of the map.',
    drawing: {
      language: 'vega-lite',
      spec: {
        width: CHART_WIDTH,
        height: rows * ROW_HEIGHT + 90,
        autosize: { type: 'fit', contains: 'padding' },
        data: { values: tiles },
        encoding: axes,
        layer: [
          {
            mark: { type: 'rect', stroke: 'var(--ground)', strokeWidth: 2 },
            encoding: {
              color: {
                field: 'kind',
                type: 'nominal',
                title: null,
                scale: {
                  domain: COLORS.map(([kind]) => kind),
                  range: COLORS.map(([, color]) => color),
                },
              },
              opacity: { field: 'strength', type: 'quantitative', scale: null },
              description: { field: 'words' },
            },
          },
          {
            mark: { type: 'text', aria: false, fontWeight: 'bold' },
            encoding: { text: { field: 'text' } },
          },
        ],
      },
    },
  };
}
