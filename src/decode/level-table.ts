// The table of how well prefixes keep product types together.
import { formatCount } from '../util/format-count.ts';
import { html } from '../util/html.ts';
import type { Html } from '../util/html.ts';
import type { LevelFacts } from './measure-levels.ts';

const percent = (value: number): string => `${value.toFixed(1)} %`;

/** @param levels figures of purity are left out where no type is known */
export function levelTable(levels: readonly LevelFacts[]): Html {
  const hasTypes = levels.some(({ purity_percent }) => !Number.isNaN(purity_percent));
  const heads = ['codes', 'prefixes', 'largest', 'items alone'];
  const typeHeads = ['of the prefix’s commonest type', 'the same by chance'];
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Prefixes by length">
    <table>
      <caption>
        ${
          hasTypes
            ? 'Do prefixes keep product types together? By chance: the same codes dealt to the items at random.'
            : 'Prefixes by their number of codes'
        }
      </caption>
      <thead>
        <tr>
          ${[...heads, ...(hasTypes ? typeHeads : [])].map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${levels.map(
          (level) =>
            html`<tr>
              <th scope="row">first ${level.depth}</th>
              <td>${formatCount(level.prefixes)}</td>
              <td>${formatCount(level.largest)}</td>
              <td>${percent(level.alone_percent)}</td>
              ${
                hasTypes
                  ? html`<td><b>${percent(level.purity_percent)}</b></td>
                      <td>${percent(level.chance_purity_percent)}</td>`
                  : undefined
              }
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
