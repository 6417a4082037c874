// Prefixes by their items, a treemap.
import type { EncodeEntry, Spec, TextMark } from 'vega';
import type { DetailOf } from '../../records/analyze-records.ts';
import { count } from '../format.ts';
import type { Chart } from './chart.ts';
import { CHART_WIDTH } from './chart.ts';
import { rampColor, RAMP_STEPS } from './chart-theme.ts';

const HEIGHT = 330;

interface TreeRow {
  readonly id: string;
  readonly parent: string | null;
  /** Its words under the mouse. */
  readonly words: string;
  /** Of leaves only; the layout adds them up. */
  readonly items: number | undefined;
  readonly step: number;
  /** On first-level codes. */
  readonly label: string | undefined;
}

/** Which prefixes hold how many items, as a treemap. */
export function codeTree(tree: DetailOf<'hourglass'>['tree']): Chart | undefined {
  const firsts = tree.map(toNode);
  const leaves = firsts.flatMap((first) => (first.children.length > 0 ? first.children : [first]));
  const items = firsts.reduce((sum, each) => sum + each.items, 0);
  if (items === 0) return undefined;
  const mean = leaves.reduce((sum, each) => sum + each.impressions, 0) / items;
  const largest = firsts.reduce((best, each) => (each.items > best.items ? each : best));
  return {
    title: 'Which codes hold how many items',
    alt:
      `Treemap of ${count(items)} items by first and second code. The largest first code, ` +
      `${largest.name}, has ${count(largest.items)} items.`,
    caption:
      `Each framed block is a first code, each cell within it a second code; area is the number of items. ` +
      `The stronger its color, the more impressions for each of its items (mean ${count(mean)}). Even blocks: ` +
      `the codes are used evenly. A few large ones: many items share their first codes.`,
    drawing: { language: 'vega', spec: treemap(rowsOf(firsts, mean)) },
  };
}

type TreeNode = DetailOf<'hourglass'>['tree'][number];

interface Node {
  readonly name: string;
  readonly items: number;
  readonly impressions: number;
  readonly children: readonly Node[];
}

function toNode({ code, codes, items, impressions, children = [] }: TreeNode): Node {
  const name = code?.toString() ?? `${count(codes)} others`;
  return { name, items, impressions, children: children.map(toNode) };
}

function rowsOf(firsts: readonly Node[], mean: number): TreeRow[] {
  const row = (node: Node, id: string, parent: string, name: string): TreeRow => ({
    id,
    parent,
    words: `${name}: ${count(node.items)} items, ${count(node.impressions)} impressions`,
    items: node.children.length > 0 ? undefined : node.items,
    step: stepOf(node, mean),
    label: parent === 'all' ? node.name : undefined,
  });
  return [
    { id: 'all', parent: null, words: '', items: undefined, step: 0, label: undefined },
    ...firsts.flatMap((first, i) => [
      row(first, `${i}`, 'all', first.name),
      ...first.children.map((second, j) =>
        row(second, `${i}-${j}`, `${i}`, `${first.name}, ${second.name}`),
      ),
    ]),
  ];
}

/** Twice the mean is two steps up: popularity spans orders of magnitude. */
function stepOf({ items, impressions }: Node, mean: number): number {
  if (impressions === 0 || items === 0) return 0;
  const doublings = Math.log2(impressions / items / mean);
  return Math.min(RAMP_STEPS - 1, Math.max(0, Math.round(RAMP_STEPS / 2 - 1 + doublings)));
}

function treemap(rows: readonly TreeRow[]): Spec {
  const steps = Array.from({ length: RAMP_STEPS }, (_, step) => step);
  const rectangle = {
    x: { field: 'x0' },
    x2: { field: 'x1' },
    y: { field: 'y0' },
    y2: { field: 'y1' },
  };
  const size = (far: string, near: string) => ({ signal: `datum.${far} - datum.${near}` });
  return {
    width: CHART_WIDTH,
    height: HEIGHT,
    padding: 2,
    data: [
      {
        name: 'tree',
        values: [...rows],
        transform: [
          { type: 'stratify', key: 'id', parentKey: 'parent' },
          {
            type: 'treemap',
            field: 'items',
            sort: { field: 'value', order: 'descending' },
            round: true,
            method: 'squarify',
            paddingInner: 1,
            paddingOuter: 1,
            size: [CHART_WIDTH, HEIGHT],
          },
        ],
      },
      { name: 'leaves', source: 'tree', transform: [{ type: 'filter', expr: '!datum.children' }] },
      {
        name: 'firsts',
        source: 'tree',
        transform: [{ type: 'filter', expr: 'datum.depth === 1' }],
      },
      {
        name: 'labels',
        source: 'firsts',
        transform: [
          { type: 'filter', expr: 'datum.x1 - datum.x0 > 9 * length(datum.label) + 8' },
          { type: 'filter', expr: 'datum.y1 - datum.y0 > 22' },
        ],
      },
    ],
    scales: [{ name: 'amount', type: 'ordinal', domain: steps, range: steps.map(rampColor) }],
    marks: [
      {
        type: 'rect',
        from: { data: 'leaves' },
        encode: {
          enter: {
            ...rectangle,
            fill: { scale: 'amount', field: 'step' },
            description: { field: 'words' },
          },
        },
      },
      {
        type: 'rect',
        aria: false,
        from: { data: 'firsts' },
        encode: {
          enter: {
            ...rectangle,
            width: size('x1', 'x0'),
            stroke: { value: 'var(--ink)' },
            strokeWidth: { value: 1 },
          },
        },
      },
      // A halo, then the text.
      labels({ stroke: { value: 'var(--ground)' }, strokeWidth: { value: 3.5 } }),
      labels({ fill: { value: 'var(--ink)' } }),
    ],
  };
}

function labels(paint: EncodeEntry): TextMark {
  return {
    type: 'text',
    aria: false,
    from: { data: 'labels' },
    encode: {
      enter: {
        x: { field: 'x0', offset: 5 },
        y: { field: 'y0', offset: 15 },
        text: { field: 'label' },
        fontSize: { value: 12 },
        font: { value: 'var(--font)' },
        fontWeight: { value: 'bold' },
        ...paint,
      },
    },
  };
}
