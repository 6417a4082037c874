// Templates that escape.

/** Markup that is not escaped again: made by `html`, which escapes, or by `trusted`, for our own style sheet and charts alone. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template: texts and numbers are escaped, markup is not, undefined is nothing. */
export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

/** html`<p>${text}</p>`: a template whose values are escaped unless they are markup themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = parts.map((part, i) => (i === 0 ? part : toMarkup(values[i - 1]) + part));
  return new Html(markup.join(''));
}

/** Markup from a source that escapes by itself: the chart library, the style sheet. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(toMarkup).join('');
  return escapeText(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attribute values in quotes. */
function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]);
}
