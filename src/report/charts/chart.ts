// A chart before it is drawn.
import type { Spec } from 'vega';
import type { TopLevelSpec } from 'vega-lite';

/** A chart before it is drawn: what it shows, in words and as a specification. */
export interface Chart {
  readonly title: string;
  /** What somebody hears who cannot see it: the kind of chart and its main figures. */
  readonly alt: string;
  /** How to read it, and how it was made. */
  readonly caption: string;
  readonly drawing:
    | { readonly language: 'vega-lite'; readonly spec: TopLevelSpec }
    | { readonly language: 'vega'; readonly spec: Spec };
}

/** Width of a chart with its axes: as wide as a phone shows without shrinking it much. */
export const CHART_WIDTH = 400;

/** A point of a line. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line of a chart. */
export interface Series {
  readonly name: string;
  /** Its place among all names of a comparison, so that all charts draw it alike; its own place where not given. */
  readonly place?: number;
  readonly points: readonly Point[];
}
