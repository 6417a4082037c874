/** An array as the exported files have it. */
export interface PlainTensor {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** What `config.json` says that a forward pass needs. */
export interface PlainConfig {
  readonly history: string;
  readonly num_ages: number;
  readonly categories: readonly { readonly name: string }[];
}

type Tensors = ReadonlyMap<string, PlainTensor>;
type Row = readonly number[];

/**
 * The forward pass of an exported ranker as its README and Zheng 2025 have it, example by example and number by number:
 * knows nothing but the names and values of exported tensors.
 */
export function predictPlainly(config: PlainConfig, state: Tensors, batch: Tensors): number[] {
  const rowOf = (tensors: Tensors, name: string, row: number): Row => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`no tensor ${name}`);
    const width = tensor.shape.slice(1).reduce((product, size) => product * size, 1);
    return Array.from({ length: width }, (_, i) => tensor.values[row * width + i]);
  };
  const rowsOf = (name: string): Row[] =>
    Array.from({ length: state.get(name)?.shape[0] ?? 0 }, (_, row) => rowOf(state, name, row));
  /** nn.Linear: each output is its row's dot product with the input. */
  const linear = (name: string, x: Row): Row => {
    const bias = state.has(`${name}.bias`) ? rowsOf(`${name}.bias`) : undefined;
    return rowsOf(`${name}.weight`).map((row, o) => dot(row, x) + (bias?.[o][0] ?? 0));
  };
  const mlp = (name: string, x: Row): Row => {
    let out = x;
    for (let i = 0; state.has(`${name}.${i}.weight`); i += 2) {
      out = linear(`${name}.${i}`, i === 0 ? out : out.map((value) => Math.max(0, value)));
    }
    return out;
  };
  const norm = (name: string, x: Row): Row => {
    const mean = sum(x) / x.length;
    const deviation = Math.sqrt(sum(x.map((value) => (value - mean) ** 2)) / x.length + 1e-5);
    return x.map(
      (value, m) =>
        ((value - mean) / deviation) * rowOf(state, `${name}.weight`, m)[0] +
        rowOf(state, `${name}.bias`, m)[0],
    );
  };
  const itemOf = (index: number): Row =>
    rowOf(state, 'item_rows', index)
      .map((row) => rowOf(state, 'table.weight', row))
      .reduce(plus);

  const historyOf = (b: number): Row => {
    const clicked = rowOf(batch, 'history', b).filter((item) => item >= 0);
    const ages = rowOf(batch, 'age_ms', b);
    if (clicked.length === 0) return rowOf(state, 'table.weight', 0).map(() => 0);
    const clicks = clicked.map((item, t) => {
      const bucket = Math.floor(Math.log2(Math.max(1, ages[t])));
      const age = rowOf(state, 'history.ages.weight', Math.min(bucket, config.num_ages - 1));
      return plus(itemOf(item), age);
    });
    if (config.history === 'bypass') {
      return mean(clicks.map((click) => linear('history.linear', click)));
    }
    const x = clicks.map((click, t) =>
      plus(click, rowOf(state, 'history.positions.weight', clicks.length - 1 - t)),
    );
    const normed = x.map((row) => norm('history.norm1', row));
    const keys = normed.map((row) => linear('history.key', row));
    const values = normed.map((row) => linear('history.value', row));
    const isSelf = config.history === 'transformer';
    const residuals = isSelf ? x : rowsOf('history.seeds');
    const queries = isSelf ? normed.map((row) => linear('history.query', row)) : residuals;
    return mean(
      queries.map((query, q) => {
        const powers = keys.map((key) => Math.exp(dot(query, key) / Math.sqrt(key.length)));
        const shares: Row[] = values.map((value, t) =>
          value.map((each) => (each * powers[t]) / sum(powers)),
        );
        const mixed = shares.reduce(plus);
        const x1 = plus(mixed, residuals[q]);
        return plus(mlp('history.mlp', norm('history.norm2', x1)), x1);
      }),
    );
  };

  return Array.from({ length: batch.get('item')?.shape[0] ?? 0 }, (_, b) => {
    const [item] = rowOf(batch, 'item', b);
    const dense = rowOf(batch, 'dense', b).map((d) => Math.sign(d) * Math.log(1 + Math.abs(d)));
    const vectors = [
      mlp('dense', dense.length === 0 ? [0] : dense),
      historyOf(b),
      itemOf(item),
      ...config.categories.map((_, c) =>
        rowOf(state, `categories.${c}.weight`, rowOf(state, 'category_rows', item)[c]),
      ),
    ];
    const dots = vectors.flatMap((v, j) => vectors.slice(0, j).map((w) => dot(v, w)));
    const [logit] = mlp('top', [...vectors[0], ...dots]);
    return 1 / (1 + Math.exp(-logit));
  });
}

function dot(a: Row, b: Row): number {
  return sum(a.map((value, i) => value * b[i]));
}

function sum(values: Row): number {
  return values.reduce((total, value) => total + value, 0);
}

function plus(a: Row, b: Row): Row {
  return a.map((value, i) => value + b[i]);
}

function mean(rows: readonly Row[]): Row {
  return rows.reduce(plus).map((value) => value / rows.length);
}
