// The page of boxes to look at.
import { html } from '../util/html.ts';
import type { Html } from '../util/html.ts';
import { formatCount } from '../util/format-count.ts';
import { renderPicturePage } from '../util/picture-page.ts';
import type { SheetChoice } from './choose-for-sheet.ts';
import type { ShownItem } from './show-boxes.ts';

/** What the page tells besides the pictures. */
export interface ContactSheet {
  readonly catalog: string;
  readonly boxThreshold: number;
  /** Items with a picture, and those with a box above the threshold. */
  readonly numGrounded: number;
  readonly numFound: number;
  readonly choice: SheetChoice;
  readonly shown: readonly ShownItem[];
}

/** One HTML page with everything in it. The same boxes give the same bytes. */
export function renderContactSheet(sheet: ContactSheet): string {
  const { catalog, boxThreshold, numGrounded, numFound, choice, shown } = sheet;
  const byId = new Map(shown.map((each) => [each.item.id, each]));
  const figures = (ids: readonly (number | string)[]): Html =>
    html`<div class="pictures">
      ${ids.map((id) => {
        const each = byId.get(id);
        return each && figure(each);
      })}
    </div>`;
  const sections = [
    { title: 'The most doubtful', ids: choice.doubtful },
    { title: 'A sample of the others', ids: choice.sample },
  ].filter(({ ids }) => ids.length > 0);
  return renderPicturePage({
    title: `Boxes in ${catalog}`,
    intro: html`<p>
        ${formatCount(numFound)} of ${formatCount(numGrounded)} pictures have a box whose score is
        above ${boxThreshold}; of the others the whole picture is taken.
      </p>
      <p>
        First the ${formatCount(choice.doubtful.length)} items whose best score is nearest to
        ${boxThreshold}, above or below it: where boxes just above it are wrong, a higher threshold
        is better; where pictures just below it should have had one, a lower. Then
        ${formatCount(choice.sample.length)} of the others, evenly over the catalog.
      </p>`,
    sections: sections.map(({ title, ids }) => ({ title, body: figures(ids) })),
  });
}

function figure({ item, box, picture }: ShownItem): Html {
  const score = box.score.toFixed(2);
  return html`<figure>
    ${
      picture === null
        ? html`<div class="no-picture">the picture is gone</div>`
        : html`<div class="framed">
            <img src="${picture}" alt="${item.title ?? box.prompt}" loading="lazy" />
            ${box.isFound ? frame(box) : undefined}
          </div>`
    }
    <figcaption>
      <strong>${item.id}</strong> ${box.prompt}<br />
      ${
        box.isFound
          ? `score ${score}`
          : box.prompt === ''
            ? 'whole picture: nothing to look for'
            : `whole picture: best score ${score}`
      }
    </figcaption>
  </figure> `;
}

function frame({ x0, y0, x1, y1 }: ShownItem['box']): Html {
  const percent = (value: number): string => `${(100 * value).toFixed(2)}%`;
  const style = [
    `left:${percent(x0)}`,
    `top:${percent(y0)}`,
    `width:${percent(x1 - x0)}`,
    `height:${percent(y1 - y0)}`,
  ].join(';');
  return html`<div class="box" style="${style}"></div>`;
}
