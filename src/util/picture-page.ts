// The frame of pages of pictures: one file, no script, nothing from elsewhere.
import { html } from './html.ts';
import type { Html } from './html.ts';
import { CARD_STYLES } from './item-cards.ts';
import { COLOR_VARIABLES } from './page-colors.ts';
import { pageFrame } from './page-frame.ts';

/** What a page of pictures shows. */
export interface PicturePage {
  readonly title: string;
  /** Below the title: what is shown, and how it was chosen. */
  readonly intro: Html;
  readonly sections: readonly { readonly title: string; readonly body: Html }[];
}

const STYLE_SHEET = `
${COLOR_VARIABLES}${CARD_STYLES}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 var(--font); overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.35rem; margin: 2rem 0 0.6rem; border-bottom: 1px solid var(--grid); padding-bottom: 0.2rem; }
p { max-width: 46rem; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 0.8rem;
  align-items: start; }
figure { margin: 0; min-width: 0; font-size: 0.8rem; line-height: 1.35; }
figure img { display: block; width: 100%; height: auto; border-radius: 4px; background: var(--panel); }
figcaption { margin-top: 0.3rem; color: var(--ink-soft); }
figcaption strong { color: var(--ink); }
.framed { position: relative; }
.box { position: absolute; outline: 3px solid var(--series-2); box-shadow: 0 0 0 4px var(--ground); }
@media print { figure { break-inside: avoid; } h2 { break-after: avoid; } }
`;

/** The page as text; the same content gives the same bytes. */
export function renderPicturePage({ title, intro, sections }: PicturePage): string {
  return pageFrame({
    title,
    styles: STYLE_SHEET,
    top: intro,
    main: sections.map(
      (section) =>
        html`<section>
          <h2>${section.title}</h2>
          ${section.body}
        </section> `,
    ),
  }).markup;
}
