// The frame of a page: everything in one file, no script, no font, no picture from elsewhere.
import { html, trusted } from './html.ts';
import type { Html, HtmlValue } from './html.ts';

/** By this a page is known as one of sid's, and may be replaced. */
export const PAGE_MARK = '<meta name="generator" content="sid report">';

/** What a page shows. */
export interface PageParts {
  readonly title: string;
  /** The style sheet. */
  readonly styles: string;
  /** Below the title: contents, a first word. */
  readonly top?: HtmlValue;
  readonly main: HtmlValue;
  readonly foot?: HtmlValue;
}

/** A whole page. The same content gives the same bytes. */
export function pageFrame({ title, styles, top, main, foot }: PageParts): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${trusted(PAGE_MARK)}
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${trusted(styles)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          ${top}
        </header>
        <main>${main}</main>
        <footer>${foot}</footer>
      </body>
    </html> `;
}
