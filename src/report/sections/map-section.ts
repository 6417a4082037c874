// A map: where the order of strategies turns.
import { bestAt, claimAt } from '../../records/map-record.ts';
import type { MapAxis, MapMetrics, MapPlace } from '../../records/map-record.ts';
import type { RecordFor } from '../../records/all-records.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { commandDetails } from '../chart-drawer.ts';
import { differenceAlongAxis } from '../charts/difference-along-axis.ts';
import type { Chart } from '../charts/chart.ts';
import { turningTiles } from '../charts/turning-tiles.ts';
import type { FoundRecord } from '../found-record.ts';
import { NOTHING } from '../format.ts';
import { html } from '../html.ts';
import type { Html, HtmlValue } from '../html.ts';
import { table } from '../html-table.ts';
import { plural } from '../../util/plural.ts';
import { differenceTexts } from './claims.ts';

/** A map's charts, grid by grid, and the table of its places. */
export async function mapSection(
  { record: { argv, metrics } }: FoundRecord<RecordFor<'map'>>,
  drawer: ChartDrawer,
): Promise<Html> {
  const grids: HtmlValue[] = [];
  for (const names of metrics.grids) {
    const figures: HtmlValue[] = [];
    for (const chart of gridCharts(metrics, names)) figures.push(await drawer.draw(chart, argv));
    if (figures.length === 0) continue;
    grids.push(
      html`<h3>By ${names.join(' and ')}</h3>
        <div class="charts">${figures}</div>`,
    );
  }
  const left = metrics.left === 0 ? undefined : html` ${metrics.left} are not measured yet.`;
  return html`<p>
      ${plural(metrics.places.length, 'place')}, each a comparison of the same strategies in
      simulated worlds.${left} ${describeBases(metrics.axes)} Nothing is corrected for the number of
      places: where there is no difference at all, one place in twenty has an interval without 0.
    </p>
    ${commandDetails(argv)} ${grids} ${placesTable(metrics)}`;
}

/** Those of every claim of a map over one of its grids. */
export function gridCharts({ axes, places }: MapMetrics, names: readonly string[]): Chart[] {
  const changing = axes.filter(({ name }) => names.includes(name));
  const onGrid = places.filter(({ at }) =>
    axes.every((axis) => changing.includes(axis) || at[axis.name] === axis.base),
  );
  const claims = onGrid.at(0)?.claims.map(({ says }) => says) ?? [];
  const [x, y] = changing;
  return claims.flatMap((says) => {
    const chart =
      changing.length === 1
        ? differenceAlongAxis(x, onGrid, says)
        : turningTiles({ x, y, places: onGrid }, says);
    return chart ?? [];
  });
}

/** Where the axes stand that a grid leaves alone. */
export function describeBases(axes: readonly MapAxis[]): string {
  const bases = axes.map(({ says, base }) => `${says} ${base}`);
  return `What a grid leaves alone stands at: ${bases.join('; ')}.`;
}

function placesTable({ axes, places }: MapMetrics): Html | undefined {
  const claims = places.at(0)?.claims.map(({ says }) => says) ?? [];
  return html`<details>
    <summary>All places, with 95 % intervals</summary>
    ${table(
      'Places of the map; best: lowest NE, with those that the seeds do not tell from it',
      [
        ...axes.map(({ name }) => ({ title: name })),
        { title: 'best' },
        ...claims.map((title) => ({ title, isNumber: true })),
      ],
      places.map((place) => [
        ...axes.map(({ name }) => place.at[name]),
        bestAt(place) ?? NOTHING,
        ...claims.map((says) => describeClaim(place, says)),
      ]),
    )}
  </details>`;
}

/** "−0.52 % [−2.86, +1.81]" */
export function describeClaim(place: MapPlace, says: string): string {
  const claim = claimAt(place, says);
  if (claim === undefined) return NOTHING;
  const { value, ci95 } = differenceTexts(claim);
  return `${value} ${ci95}`.trimEnd();
}
