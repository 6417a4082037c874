// Rows of tables: copied, summed, scattered.
import { addInto, AHEAD, fetchRow, rowAt } from '../arithmetic/row.as';
import { AddRows, GatherRows, ScatterRows, SumRows } from '../blocks.as';

export function gatherRows(address: usize): void {
  const block = changetype<GatherRows>(address);
  const widthBytes = (<usize>block.width) << 2;
  let row = block.rows_R;
  for (let r = 0; r < block.numRows; r++, row += 4) {
    memory.copy(
      rowAt(block.out_RM, r, widthBytes),
      rowAt(block.table_HM, load<i32>(row), widthBytes),
      widthBytes,
    );
  }
}

export function scatterRows(address: usize): void {
  const block = changetype<ScatterRows>(address);
  const widthBytes = (<usize>block.width) << 2;
  let row = block.rows_R;
  for (let r = 0; r < block.numRows; r++, row += 4) {
    memory.copy(
      rowAt(block.table_HM, load<i32>(row), widthBytes),
      rowAt(block.values_RM, r, widthBytes),
      widthBytes,
    );
  }
}

export function sumRows(address: usize, begin: i32, end: i32): void {
  const block = changetype<SumRows>(address);
  const source = block.source_HM,
    index = block.index_UJ,
    numTokens = block.numTokens;
  const widthBytes = (<usize>block.width) << 2;
  for (let i = begin; i < end; i++) {
    if ((i - begin) % AHEAD == 0) {
      const last = index + ((<usize>min(i + AHEAD, end) * <usize>numTokens) << 2);
      for (let p = index + ((<usize>i * <usize>numTokens) << 2); p < last; p += 4) {
        const row = load<i32>(p);
        if (row >= 0) fetchRow(rowAt(source, row, widthBytes), widthBytes);
      }
    }
    const to = rowAt(block.out_UM, i, widthBytes);
    memory.fill(to, 0, widthBytes);
    const first = index + ((<usize>i * <usize>numTokens) << 2);
    for (let k = 0; k < numTokens; k++) {
      const row = load<i32>(first + ((<usize>k) << 2));
      if (row >= 0) addInto(to, rowAt(source, row, widthBytes), widthBytes);
    }
  }
}

export function addRows(address: usize): void {
  const block = changetype<AddRows>(address);
  const numTokens = block.numTokens;
  const widthBytes = (<usize>block.width) << 2;
  for (let i = 0; i < block.numItems; i++) {
    const from = rowAt(block.values_UM, i, widthBytes);
    const first = block.index_UJ + ((<usize>i * <usize>numTokens) << 2);
    for (let k = 0; k < numTokens; k++) {
      const row = load<i32>(first + ((<usize>k) << 2));
      if (row >= 0) addInto(rowAt(block.target_HM, row, widthBytes), from, widthBytes);
    }
  }
}
