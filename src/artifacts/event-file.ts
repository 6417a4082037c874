// Curves for TensorBoard.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32c } from '../util/crc32c.ts';

/** A TensorBoard event file being written; each event is on disk when `write` returns. */
export interface EventFile {
  /**
   * Adds numbers by their tags. What is not finite is left out: TensorBoard draws no point for it.
   *
   * @param step where they stand on the horizontal axis, from 0
   * @param wallSeconds when they were measured, seconds since 1970
   */
  write(step: number, scalars: Readonly<Record<string, number>>, wallSeconds: number): void;
}

/** The first event of each file names the format. */
const FILE_VERSION = 'brain.Event:2';

/**
 * Starts an event file: TFRecords, each an `Event` message of Protocol Buffers.
 *
 *     record = length (8 bytes), its crc, data, its crc
 *
 * Written by hand, since it takes four kinds of fields and then needs no native engine.
 *
 * @param path with "tfevents" in its name, or TensorBoard does not see it
 * @see tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto
 */
export function createEventFile(path: string, wallSeconds: number): EventFile {
  mkdirSync(dirname(path), { recursive: true });
  const first = [doubleField(1, wallSeconds), bytesField(3, Buffer.from(FILE_VERSION))];
  writeFileSync(path, toRecord(Buffer.concat(first)), { flag: 'wx' });
  return {
    write(step, scalars, atSeconds) {
      const values = Object.entries(scalars)
        .filter(([, value]) => Number.isFinite(value))
        .map(([tag, value]) => {
          const parts = [bytesField(1, Buffer.from(tag)), floatField(2, value)];
          return bytesField(1, Buffer.concat(parts));
        });
      if (values.length === 0) return;
      const summary = bytesField(5, Buffer.concat(values));
      const event = [doubleField(1, atSeconds), intField(2, step), summary];
      appendFileSync(path, toRecord(Buffer.concat(event)));
    },
  };
}

function toRecord(data: Buffer): Buffer {
  const record = Buffer.alloc(8 + 4 + data.length + 4);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc(record.subarray(0, 8)), 8);
  data.copy(record, 12);
  record.writeUInt32LE(maskedCrc(data), 12 + data.length);
  return record;
}

/** Rotated and moved on, as records that hold records have crcs of crcs. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** A field begins with its number and how it is written: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes. */
function fieldKey(field: number, wireType: number): Buffer {
  return Buffer.of((field << 3) | wireType);
}

function doubleField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([fieldKey(field, 1), bytes]);
}

function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([fieldKey(field, 5), bytes]);
}

function intField(field: number, value: number): Buffer {
  return Buffer.concat([fieldKey(field, 0), varint(value)]);
}

function bytesField(field: number, value: Buffer): Buffer {
  return Buffer.concat([fieldKey(field, 2), varint(value.length), value]);
}

/** Seven bits a byte, lowest first; the top bit says that more follow. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}
