// Typed arrays to Arrow columns and back.
import type { Data, DataType, RecordBatch, Schema } from 'apache-arrow';
import {
  Bool,
  Field,
  FixedSizeList,
  Float32,
  Int32,
  makeData,
  RecordBatch as ArrowRecordBatch,
  Struct,
  TimestampMillisecond,
  Type,
  Uint8,
  Utf8,
  Int64,
  vectorFromArray,
} from 'apache-arrow';
import { UserError } from '../util/errors.ts';
import type { Ids } from '../util/ids.ts';

/** The columns of a batch under a schema, all of one length. */
export function createRecordBatch(schema: Schema, columns: readonly Data[]): RecordBatch {
  const struct = makeData({
    type: new Struct(schema.fields),
    length: columns[0].length,
    nullCount: 0,
    children: [...columns],
  });
  return new ArrowRecordBatch(schema, struct);
}

export function int32Column(values: Int32Array): Data<Int32> {
  return makeData({ type: new Int32(), length: values.length, nullCount: 0, data: values });
}

export function uint8Column(values: Uint8Array): Data<Uint8> {
  return makeData({ type: new Uint8(), length: values.length, nullCount: 0, data: values });
}

export function float32Column(values: Float32Array): Data<Float32> {
  return makeData({ type: new Float32(), length: values.length, nullCount: 0, data: values });
}

/** Milliseconds since 1970 UTC, from numbers. */
export function timeColumn(timesMs: ArrayLike<number>): Data<TimestampMillisecond> {
  const data = new BigInt64Array(timesMs.length);
  for (let i = 0; i < data.length; i++) data[i] = BigInt(timesMs[i]);
  return makeData({
    type: new TimestampMillisecond('UTC'),
    length: data.length,
    nullCount: 0,
    data,
  });
}

/** A list of `width` numbers a row, from a flat row-major array. */
export function listColumn(
  values: Float32Array | Int32Array,
  width: number,
): Data<FixedSizeList<Float32 | Int32>> {
  const child = values instanceof Int32Array ? int32Column(values) : float32Column(values);
  const type = listType(values instanceof Int32Array ? new Int32() : new Float32(), width);
  return makeData({ type, length: values.length / width, nullCount: 0, child });
}

export function listType<T extends Float32 | Int32>(type: T, width: number): FixedSizeList<T> {
  return new FixedSizeList(width, new Field('item', type, false));
}

/** Ids as they came: int64 or text. */
export function idColumn(ids: Ids): Data<Int64 | Utf8> {
  if (ids instanceof Float64Array) {
    const data = BigInt64Array.from(ids, (id) => BigInt(id));
    return makeData({ type: new Int64(), length: data.length, nullCount: 0, data });
  }
  return textColumn(ids);
}

/** Texts, one a row. */
export function textColumn(values: readonly string[]): Data<Utf8> {
  return vectorFromArray(values as string[], new Utf8()).data[0];
}

/** True and false, one a row. */
export function boolColumn(values: readonly boolean[]): Data<Bool> {
  return vectorFromArray(values as boolean[], new Bool()).data[0];
}

/** The Arrow type that `idColumn` gives. */
export function idType(ids: Ids): Int64 | Utf8 {
  return ids instanceof Float64Array ? new Int64() : new Utf8();
}

/**
 * The column of that name, all values of which are there.
 *
 * @throws UserError if the file has no such column, or a value is empty
 */
export function columnOf(batch: RecordBatch, name: string, path: string): Data {
  const column = findColumn(batch, name, path);
  if (column.nullCount === 0) return column;
  throw new UserError(
    `${path}: column "${name}" has ${column.nullCount} empty values; fill or drop them`,
  );
}

/** The column of that name. @throws UserError if the file has no such column */
export function findColumn(batch: RecordBatch, name: string, path: string): Data {
  const index = batch.schema.fields.findIndex((field) => field.name === name);
  if (index < 0) {
    const known = batch.schema.fields.map((field) => field.name).join(', ');
    throw new UserError(
      `${path} has no column "${name}" (it has: ${known}); make it again or rename`,
    );
  }
  return batch.data.children[index];
}

/** Values of a primitive column, a view without a copy (64-bit times come as BigInt64Array). */
export function valuesOf<T>(
  column: Data,
  arrayType: abstract new (...args: never[]) => T,
  name: string,
  path: string,
): T {
  const values = column.values as { subarray(begin: number, end: number): unknown };
  const view = values.subarray(0, column.length); // Arrow pads buffers to whole words
  if (!(view instanceof arrayType)) {
    throw new UserError(
      `${path}: column "${name}" is ${typeName(column.type)}; ${arrayType.name} is wanted`,
    );
  }
  assertAllThere(view as ArrayLike<unknown>, column.length, name, path);
  return view;
}

/** Times in milliseconds since 1970 UTC as numbers. */
export function timesOf(column: Data, name: string, path: string): Float64Array {
  const values = valuesOf(column, BigInt64Array, name, path);
  const timesMs = new Float64Array(column.length);
  // Number(values[i]), without making an object of each: the low half comes first, as in all of Arrow.
  const halves = new Int32Array(values.buffer, values.byteOffset, 2 * timesMs.length);
  for (let i = 0; i < timesMs.length; i++) {
    timesMs[i] = halves[2 * i + 1] * 2 ** 32 + (halves[2 * i] >>> 0);
  }
  return timesMs;
}

/** A list column as a flat row-major array, and its width. */
export function listOf(
  column: Data,
  name: string,
  path: string,
): { values: Float32Array | Int32Array; width: number } {
  if (!(column.type instanceof FixedSizeList)) {
    throw new UserError(
      `${path}: column "${name}" is ${typeName(column.type)}; a list of fixed size is wanted`,
    );
  }
  const width = (column.type as FixedSizeList<DataType>).listSize;
  const child = column.children[0];
  const values = child.values as unknown;
  if (!(values instanceof Float32Array || values instanceof Int32Array)) {
    throw new UserError(
      `${path}: column "${name}" holds ${typeName(child.type)}; float32 or int32 is wanted`,
    );
  }
  const size = column.length * width;
  assertAllThere(values, size, name, path);
  return { values: values.subarray(0, size), width };
}

/** A damaged file may say that it has more rows than values. */
function assertAllThere(
  values: ArrayLike<unknown>,
  wanted: number,
  name: string,
  path: string,
): void {
  if (values.length >= wanted) return;
  throw new UserError(`${path} is damaged: column "${name}" is cut short; make it again`);
}

/**
 * Ids of any integer or text type, and whole numbers that are stored as floats.
 *
 * @param firstRow of the batch in its file, from 0
 * @throws UserError for a number that is not whole, or above 2^53
 */
export function idsOf(
  column: Data,
  batch: RecordBatch,
  name: string,
  path: string,
  firstRow = 0,
): (number | string)[] {
  const vector = batch.getChild(name);
  const isNumber = column.typeId === Type.Int || column.typeId === Type.Float;
  return Array.from({ length: batch.numRows }, (_, row): number | string => {
    const value: unknown = vector?.get(row);
    if (!isNumber) return String(value);
    const id = Number(value);
    if (Number.isSafeInteger(id)) return id;
    const what = Number.isInteger(id) ? 'above 2^53' : 'not whole';
    throw new UserError(
      `${path}, row ${firstRow + row + 1}: ${name} ${String(value)} is ${what}; use text ids`,
    );
  });
}

/** Values of a column of text. */
export function textsOf(column: Data, batch: RecordBatch, name: string, path: string): string[] {
  if (!(column.type instanceof Utf8)) {
    throw new UserError(`${path}: column "${name}" is ${typeName(column.type)}; text is wanted`);
  }
  const vector = batch.getChild(name);
  return Array.from({ length: batch.numRows }, (_, row) => String(vector?.get(row)));
}

/** Values of a column of true and false. */
export function boolsOf(column: Data, batch: RecordBatch, name: string, path: string): boolean[] {
  if (!(column.type instanceof Bool)) {
    throw new UserError(`${path}: column "${name}" is ${typeName(column.type)}; bool is wanted`);
  }
  const vector = batch.getChild(name);
  return Array.from({ length: batch.numRows }, (_, row) => vector?.get(row) === true);
}

/** "Int32", "Utf8" ...: every type has a name, though Arrow's base class does not declare it. */
function typeName(type: DataType & { toString(): string }): string {
  return type.toString();
}
