// Several charts as one picture that stands alone, for documents that are no page of ours.
import { COLOR_VARIABLES } from '../../util/page-colors.ts';
import type { Chart } from './chart.ts';
import { drawChart, escapeText } from './draw-chart.ts';

const TITLE_HEIGHT = 26;
const GAP = 24;
const COLUMNS = 2;

/**
 * Charts side by side, each under its title, as an SVG with its own colors, light or dark as its reader wants.
 *
 * @param title what it shows, for who cannot see it
 */
export async function pictureSheet(charts: readonly Chart[], title: string): Promise<string> {
  const drawn = await Promise.all(charts.map((chart, i) => drawChart(chart, `chart-${i + 1}`)));
  const cells = drawn.map((svg, i) => ({ svg, title: charts[i].title, ...sizeOf(svg) }));
  const columnWidth = Math.max(...cells.map(({ width }) => width)) + GAP;
  let [height, rowHeight] = [0, 0];
  const placed = cells.map((cell, i) => {
    if (i % COLUMNS === 0) [height, rowHeight] = [height + rowHeight, 0];
    rowHeight = Math.max(rowHeight, cell.height + TITLE_HEIGHT + GAP);
    return placeCell(cell, (i % COLUMNS) * columnWidth, height);
  });
  const width = Math.min(COLUMNS, cells.length) * columnWidth;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + rowHeight}" ` +
    `width="${width}" role="img"><title>${escapeText(title)}</title><style>${COLOR_VARIABLES}</style>` +
    `<rect width="100%" height="100%" fill="var(--ground)"/>${placed.join('')}</svg>\n`
  );
}

interface Cell {
  readonly svg: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
}

function placeCell({ svg, title, width, height }: Cell, x: number, y: number): string {
  const sized = svg.replace(
    '<svg ',
    `<svg x="${x + GAP / 2}" y="${y + TITLE_HEIGHT}" width="${width}" height="${height}" `,
  );
  return (
    `<text x="${x + GAP / 2}" y="${y + 18}" font-family="var(--font)" font-size="14" font-weight="bold" ` +
    `fill="var(--ink)">${escapeText(title)}</text>${sized}`
  );
}

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}
