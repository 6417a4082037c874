// Record batches of any table of embeddings: lists of any kind, numbers of any kind.
import { DataType } from 'apache-arrow';
import type { Data, RecordBatch, Schema } from 'apache-arrow';
import { UserError } from '../util/errors.ts';
import { findColumn, idsOf } from './arrow-columns.ts';
import { findEmbeddingColumns } from './embedding-columns.ts';
import type { EmbeddingColumns, EmbeddingColumnSettings } from './embedding-columns.ts';
import { halvesToFloats } from './half-floats.ts';
import type { ItemEmbeddingBatch } from './item-embeddings.ts';

/** Reads the batches of one table, in their order. */
export type ReadEmbeddingBatch = (batch: RecordBatch) => ItemEmbeddingBatch;

/** The columns of ids and embeddings of an Arrow table. @throws UserError where it is not clear which columns are what */
export function embeddingColumnsOf(
  { fields }: Schema,
  asked: EmbeddingColumnSettings,
  path: string,
): EmbeddingColumns {
  const columns = fields.map(({ name, type }) => ({ name, isList: isList(type as DataType) }));
  return findEmbeddingColumns(columns, asked, path);
}

/**
 * @param path for messages
 * @returns a function that throws a UserError naming file and row where an id or an embedding is missing, widths differ,
 *   or a value is NaN or infinite
 */
export function createEmbeddingBatchReader(
  { id, embedding }: EmbeddingColumns,
  path: string,
): ReadEmbeddingBatch {
  let firstRow = 0;
  let width: number | undefined;
  return (batch) => {
    const ids = findColumn(batch, id, path);
    const empty = firstNull(ids);
    if (empty !== undefined) {
      throw new UserError(
        `${path}, row ${firstRow + empty + 1}: no "${id}"; fill it, or drop the row`,
      );
    }
    const itemIds = idsOf(ids, batch, id, path, firstRow);
    const lists = findColumn(batch, embedding, path);
    const first = firstRow;
    const fault = (row: number, what: string): UserError =>
      embeddingFault(path, first + row, itemIds[row], what);
    const missing = firstNull(lists);
    if (missing !== undefined) throw fault(missing, 'is missing');
    const read = readLists(lists, `${path}: column "${embedding}"`, fault, width);
    width ??= batch.numRows === 0 ? undefined : read.width;
    assertFiniteRows(read.values_BD, read.width, fault);
    firstRow += batch.numRows;
    return { itemIds, embeddings_BD: read.values_BD, width: read.width, firstRow: first };
  };
}

/** One line for an embedding that cannot be used. @param row from 0 */
export function embeddingFault(
  path: string,
  row: number,
  itemId: number | string,
  what: string,
): UserError {
  return new UserError(
    `${path}, row ${row + 1}: the embedding of item ${itemId} ${what}; drop the item or embed it again`,
  );
}

/** @throws what `fault` makes of the first row that holds NaN or an infinity */
export function assertFiniteRows(
  values_BD: Float32Array,
  width: number,
  fault: (row: number, what: string) => Error,
): void {
  const at = values_BD.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw fault(Math.floor(at / width), `holds ${values_BD[at]}`);
}

function isList(type: DataType): boolean {
  return DataType.isList(type) || DataType.isFixedSizeList(type) || DataType.isLargeList(type);
}

function firstNull(column: Data): number | undefined {
  if (column.nullCount === 0) return undefined;
  for (let row = 0; row < column.length; row++) if (!column.getValid(row)) return row;
  return undefined;
}

function readLists(
  column: Data,
  named: string,
  fault: (row: number, what: string) => Error,
  wanted: number | undefined,
): { values_BD: Float32Array; width: number } {
  const type = column.type as DataType & { toString(): string };
  if (!isList(type)) {
    throw new UserError(`${named} is ${type.toString()}; a list of numbers is wanted`);
  }
  const child = column.children[0];
  if (column.length === 0) return { values_BD: new Float32Array(0), width: wanted ?? 0 };
  const startOf = listStarts(column);
  const width = wanted ?? startOf(1) - startOf(0);
  for (let row = 0; row < column.length; row++) {
    const length = startOf(row + 1) - startOf(row);
    if (length === 0) throw fault(row, 'is empty');
    if (length !== width) throw fault(row, `has ${length} numbers, the first row has ${width}`);
  }
  const begin = startOf(0);
  const end = begin + column.length * width;
  if (child.nullCount > 0) {
    for (let i = begin; i < end; i++) {
      if (!child.getValid(i)) throw fault(Math.floor((i - begin) / width), 'has an empty value');
    }
  }
  return { values_BD: toFloats(child, begin, end, named), width };
}

function listStarts(column: Data): (row: number) => number {
  if (DataType.isFixedSizeList(column.type)) {
    const size = column.type.listSize;
    return (row) => (column.offset + row) * size;
  }
  const offsets = column.valueOffsets as Int32Array | BigInt64Array;
  return (row) => Number(offsets[row]);
}

/** A view where the values are float32 already, else a copy. */
function toFloats(child: Data, begin: number, end: number, named: string): Float32Array {
  const values = child.values as unknown;
  const type = child.type as DataType & { toString(): string };
  if (!DataType.isFloat(type) && !DataType.isInt(type)) {
    throw new UserError(`${named} holds ${type.toString()}; numbers are wanted`);
  }
  if (!(ArrayBuffer.isView(values) && 'length' in values) || (values.length as number) < end) {
    throw new UserError(`${named} is cut short: the file is damaged; make it again`);
  }
  if (values instanceof Float32Array) return values.subarray(begin, end);
  if (values instanceof Uint16Array && DataType.isFloat(type)) {
    return halvesToFloats(values.subarray(begin, end));
  }
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    return Float32Array.from(values.subarray(begin, end), Number);
  }
  return Float32Array.from((values as Float64Array).subarray(begin, end));
}
