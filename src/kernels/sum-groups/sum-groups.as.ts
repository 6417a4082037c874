// Sums of what groups of examples have summed.
import { SumGroups } from '../blocks.as';

export function sumGroups(address: usize, begin: i32, end: i32): void {
  const block = changetype<SumGroups>(address);
  const lengthBytes = (<usize>block.length) << 2,
    spanBytes = (<usize>block.spanLength) << 2;
  const last = min(<usize>end * spanBytes, lengthBytes);
  for (let o = <usize>begin * spanBytes; o < last; o += 16) {
    let from = block.sums_GP + o,
      sum = v128.load(from);
    for (let g = 1; g < block.numGroups; g++) {
      from += lengthBytes;
      sum = f32x4.add(sum, v128.load(from));
    }
    v128.store(block.out_P + o, sum);
  }
}
