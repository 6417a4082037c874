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
  const typeHeads = ['of one type', 'by chance'];
  return html`${
      hasTypes
        ? html`<p class="note">
            Do prefixes keep product types together? Of one type: share of items that are of the
            commonest type of their prefix. By chance: where the same codes are dealt to the items
            at random.
          </p>`
        : undefined
    }
    <div class="scroll" role="region" tabindex="0" aria-label="Prefixes by length">
      <table>
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
