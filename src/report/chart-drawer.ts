// A page's figures, with their commands.
import type { Chart } from './charts/chart.ts';
import { drawChart } from './charts/draw-chart.ts';
import { commandLine } from '../util/shell-quote.ts';
import { html, trusted } from '../util/html.ts';
import type { Html } from '../util/html.ts';

/** Draws a page's charts and counts them, so that each has an id of its own. */
export class ChartDrawer {
  #drawn = 0;

  get drawn(): number {
    return this.#drawn;
  }

  /**
   * A figure: the chart, how to read it, and the command that makes its numbers again.
   *
   * @param chart undefined where the records lack its data: no figure
   */
  async draw(chart: Chart | undefined, argv: readonly string[]): Promise<Html | undefined> {
    if (chart === undefined) return undefined;
    this.#drawn += 1;
    const svg = await drawChart(chart, `chart-${this.#drawn}`);
    return html`<figure>
      <h4>${chart.title}</h4>
      ${trusted(svg)}
      <figcaption>${chart.caption}</figcaption>
      ${commandDetails(argv)}
    </figure> `;
  }
}

/** The command behind a fold. */
export function commandDetails(argv: readonly string[]): Html {
  return html`<details>
    <summary>Command that makes this again</summary>
    <pre>${commandLine(argv)}</pre>
  </details>`;
}
