// A map: where the order of strategies turns.
import {
  describeMark,
  discoveriesOf,
  markOf,
  TALLY_TITLES,
  tallyRows,
} from '../../records/map-discoveries.ts';
import { bestAt, claimAt, claimsOf } from '../../records/map-record.ts';
import type { MapAxis, MapMetrics, MapPlace } from '../../records/map-record.ts';
import type { RecordFor } from '../../records/all-records.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { commandDetails } from '../chart-drawer.ts';
import { differenceAlongAxis } from '../charts/difference-along-axis.ts';
import type { Chart } from '../charts/chart.ts';
import { turningTiles } from '../charts/turning-tiles.ts';
import type { FoundRecord } from '../found-record.ts';
import { NOTHING } from '../format.ts';
import { html } from '../../util/html.ts';
import type { Html, HtmlValue } from '../../util/html.ts';
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
      simulated worlds.${left} ${describeBases(metrics.axes)} ${describeMark(metrics.places.length)}
    </p>
    ${tallyTable(metrics.places)} ${commandDetails(argv)} ${grids} ${placesTable(metrics)}`;
}

/** Those of every claim of a map over one of its grids. */
export function gridCharts({ axes, places }: MapMetrics, names: readonly string[]): Chart[] {
  const changing = axes.filter(({ name }) => names.includes(name));
  const onGrid = places.filter(({ at }) =>
    axes.every((axis) => changing.includes(axis) || at[axis.name] === axis.base),
  );
  const [x, y] = changing;
  return claimsOf(onGrid).flatMap((says) => {
    const discoveries = discoveriesOf(places, says);
    const chart =
      changing.length === 1
        ? differenceAlongAxis(x, onGrid, says, discoveries)
        : turningTiles({ x, y, places: onGrid, discoveries }, says);
    return chart ?? [];
  });
}

function tallyTable(places: readonly MapPlace[]): Html {
  const columns = TALLY_TITLES.map((title, i) => ({ title, isNumber: i > 0 }));
  return table('At how many places each claim holds', columns, tallyRows(places));
}

/** Where the axes stand that a grid leaves alone. */
export function describeBases(axes: readonly MapAxis[]): string {
  const bases = axes.map(({ says, base }) => `${says} ${base}`);
  return `What a grid leaves alone stands at: ${bases.join('; ')}.`;
}

function placesTable({ axes, places }: MapMetrics): Html | undefined {
  const claims = claimColumns(places);
  return html`<details>
    <summary>All places, with 95 % intervals</summary>
    ${table(
      'Places of the map; best: lowest NE, with those that the seeds do not tell from it',
      [
        ...axes.map(({ name }) => ({ title: name })),
        { title: 'best' },
        ...claims.titles.map((title) => ({ title, isNumber: true })),
      ],
      places.map((place) => [
        ...axes.map(({ name }) => place.at[name]),
        bestAt(place) ?? NOTHING,
        ...claims.textsAt(place),
      ]),
    )}
  </details>`;
}

/** A column for each claim: "−0.52 % [−0.86, −0.18]*" at each place. */
export function claimColumns(places: readonly MapPlace[]): {
  readonly titles: readonly string[];
  textsAt(place: MapPlace): string[];
} {
  const columns = claimsOf(places).map((says) => ({
    says,
    discoveries: discoveriesOf(places, says),
  }));
  return {
    titles: columns.map(({ says }) => says),
    textsAt: (place) =>
      columns.map(({ says, discoveries }) => {
        const claim = claimAt(place, says);
        if (claim === undefined) return NOTHING;
        const { value, ci95 } = differenceTexts(claim);
        return `${value} ${ci95}`.trimEnd() + markOf(place, says, discoveries);
      }),
  };
}
