// A map as Markdown: a picture of each grid, and a table of all places.
import { describeMark, TALLY_TITLES, tallyRows } from '../../records/map-discoveries.ts';
import { bestAt } from '../../records/map-record.ts';
import type { RecordFor } from '../../records/all-records.ts';
import { plural } from '../../util/plural.ts';
import { commandLine } from '../../util/shell-quote.ts';
import { NOTHING } from '../format.ts';
import { pictureSheet } from '../charts/picture-sheet.ts';
import { claimColumns, describeBases, gridCharts } from '../sections/map-section.ts';
import type { Figures } from './document.ts';
import { markdownTable } from './markdown-table.ts';

/** What stands in the document, and the pictures beside it. */
export async function mapMarkdown(
  { argv, metrics }: RecordFor<'map'>,
  pictureName: (nth: number) => string,
): Promise<Figures> {
  const { title, axes, grids, places, left } = metrics;
  const pictures: { name: string; svg: string }[] = [];
  const parts = [
    `    ${commandLine(argv)}`,
    `${plural(places.length, 'place')}, ${plural(places.at(0)?.seeds.length ?? 0, 'seed')} each` +
      `${left === 0 ? '' : `; ${left} not measured yet`}. ${describeBases(axes)} ` +
      describeMark(places.length).replace('*', '\\*'),
  ];
  parts.push(markdownTable(TALLY_TITLES, tallyRows(places)));
  for (const names of grids) {
    const charts = gridCharts(metrics, names);
    if (charts.length === 0) continue;
    const name = pictureName(pictures.length + 1);
    const heading = `By ${names.join(' and ')}`;
    pictures.push({ name, svg: await pictureSheet(charts, `${title}: ${heading}`) });
    parts.push(`![${heading}: ${charts.map((chart) => chart.title).join('; ')}](${name})`);
  }
  const claims = claimColumns(places);
  const titles = [...axes.map(({ name }) => name), 'best', ...claims.titles];
  const rows = places.map((place) => [
    ...axes.map(({ name }) => place.at[name]),
    bestAt(place) ?? NOTHING,
    ...claims.textsAt(place).map((text) => text.replace('*', '\\*')),
  ]);
  parts.push(markdownTable(titles, rows));
  return { title, markdown: parts.join('\n\n'), pictures };
}
