// What a log is like: the facts of a `sid where`.
import type { RecordFor } from '../../records/all-records.ts';
import { whereFacts, whereLines } from '../../records/where-facts.ts';
import { moreLogTable, placementTable } from '../../records/where-placement.ts';
import type { ChartDrawer } from '../chart-drawer.ts';
import { commandDetails } from '../chart-drawer.ts';
import { survivalChart } from '../charts/survival.ts';
import type { FoundRecord } from '../found-record.ts';
import { html } from '../../util/html.ts';
import type { Html } from '../../util/html.ts';
import { table, textTable } from '../html-table.ts';

/** A corpus' facts, what follows from them, and how long its items stay. */
export async function whereSection(
  { record: { argv, metrics } }: FoundRecord<RecordFor<'where'>>,
  drawer: ChartDrawer,
): Promise<Html> {
  const columns = [{ title: 'fact' }, { title: 'measured' }, { title: 'how' }];
  const placement = placementTable(metrics);
  return html`<p>
      What was counted in the log itself, before any model. Semantic IDs help where items are many
      for the impressions that they get, come and go, and are clicked alike where their content is
      alike.
    </p>
    <ul>
      ${whereLines(metrics).map((line) => html`<li>${line}</li>`)}
    </ul>
    <div class="charts">${await drawer.draw(survivalChart(metrics.half_life.survival), argv)}</div>
    ${table('Facts of the log, with 95 % intervals', columns, whereFacts(metrics))}
    ${placement && textTable(placement)} ${textTable(moreLogTable(metrics))} ${commandDetails(argv)}`;
}
