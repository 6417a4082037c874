// A specification to SVG.
import * as vega from 'vega';
import type { Spec } from 'vega';
import { compile } from 'vega-lite';
import type { Chart } from './chart.ts';
import { CHART_CONFIG } from './chart-theme.ts';

/** Where the library keeps how wide a text is. */
interface TextMetrics {
  width: (item: { readonly fontSize?: number }, text: unknown) => number;
}

/** Mean width of a letter of the page's fonts, in parts of their size. */
const LETTER_WIDTH = 0.62;

/** A wide page shows charts so much larger than drawn. */
const MOST_GROWTH = 1.3;

/** Attributes that hold lengths, which need two decimals and no more. */
const LENGTHS = /\s(d|transform|x|y|x1|x2|y1|y2|width|height|viewBox)="([^"]*)"/g;

/**
 * Draws a chart as an SVG of its own, without a browser. The chart's words are its name and description for who
 * cannot see it; each mark's own words come up under the mouse.
 *
 * @param id of its own on the page
 */
export async function drawChart(chart: Chart, id: string): Promise<string> {
  // The library's types leave it out.
  measureLettersByCount((vega as unknown as { readonly textMetrics: TextMetrics }).textMetrics);
  const spec = toVega(chart);
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return finishSvg(await view.toSVG(), chart, id);
  } finally {
    view.finalize();
  }
}

function toVega({ drawing }: Chart): Spec {
  if (drawing.language === 'vega') return drawing.spec;
  return compile(drawing.spec, { config: CHART_CONFIG, logger: vega.logger(vega.Error) }).spec;
}

/** Vega's own guess without a canvas is a third wider than letters are, and leaves gaps. */
function measureLettersByCount(metrics: TextMetrics): void {
  metrics.width = ({ fontSize = 11 }, text) => String(text).length * fontSize * LETTER_WIDTH;
}

function finishSvg(svg: string, { title, alt }: Chart, id: string): string {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-title ${id}-alt" ` +
    `viewBox="0 0 ${width} ${height}" style="max-width:${Math.round(Number(width) * MOST_GROWTH)}px">` +
    `<title id="${id}-title">${escapeText(title)}</title><desc id="${id}-alt">${escapeText(alt)}</desc>`;
  const body = svg
    .replace(/^<svg[^>]*>/, '')
    // Invisible: grounds of groups, and labels hidden because they would overlap.
    .replaceAll(/<path class="(?:back|fore)ground"[^>]*?(?:\/>|><\/path>)/g, '')
    .replaceAll(/<text [^>]*opacity="0"[^>]*>[^<]*<\/text>/g, '')
    .replaceAll(
      MARK,
      (_, tag: string, before: string, words: string, after: string, inner = '') =>
        `<${tag}${before}${after}><title>${shortNumbers(words)}</title>${inner}</${tag}>`,
    )
    .replaceAll(/<[^>]+>/g, slimTag);
  return head + body;
}

/** A mark that has words: its tag, attributes on both sides of them, and the text within, if any. */
const MARK =
  /<(path|line|text|rect)([^>]*?) aria-label="([^"]*)" role="graphics-symbol"([^>]*?)(?:\/>|>([^<]*)<\/\1>)/g;

/** Roles and classes of the library's own say nothing once the words have become titles. */
function slimTag(tag: string): string {
  return tag
    .replaceAll(/ (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"| opacity="1"/g, '')
    .replaceAll(LENGTHS, (_, name: string, value: string) => ` ${name}="${round(value)}"`);
}

/** Four decimals of the twelve digits that the library writes. */
function shortNumbers(words: string): string {
  return words.replaceAll(/\d+\.\d{5,}/g, (number) => String(Number(Number(number).toFixed(4))));
}

function round(lengths: string): string {
  return lengths.replaceAll(/-?\d+\.\d+(e-?\d+)?/g, (number) =>
    String(Number(Number(number).toFixed(2))),
  );
}

/** A text within SVG. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
