import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** A number in a TensorBoard event file. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

/** All numbers of a folder's event files in the order of their names; every length, crc and field is checked. */
export function readEventFiles(folder: string): Scalar[] {
  const names = readdirSync(folder).sort();
  expect(names.every((name) => name.startsWith('events.out.tfevents.'))).toBe(true);
  return names.flatMap((name) => readEventFile(join(folder, name)));
}

export function readEventFile(path: string): Scalar[] {
  const [version, ...events] = recordsOf(readFileSync(path)).map(fieldsOf);
  expect(version.get(3)?.toString()).toBe('brain.Event:2');
  return events.flatMap((event) => {
    const step = intOf(event.get(2));
    expect(event.get(1)?.readDoubleLE()).toBeGreaterThan(1e9);
    return repeated(event.get(5)).map((value) => {
      const fields = fieldsOf(value);
      return { tag: String(fields.get(1)), step, value: fields.get(2)?.readFloatLE() ?? NaN };
    });
  });
}

function recordsOf(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    expect(file.readUInt32LE(at + 8)).toBe(maskedCrc(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(data).toHaveLength(length);
    expect(file.readUInt32LE(at + 12 + length)).toBe(maskedCrc(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** Bit by bit, as polynomials are divided. */
function maskedCrc(bytes: Buffer): number {
  let crc = 0xffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x82f63b78n : crc >> 1n;
  }
  crc ^= 0xffffffffn;
  const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
  return Number((rotated + 0xa282ead8n) & 0xffffffffn);
}

/** A message's fields by number; those of number 5 in an event hold several of number 1. */
function fieldsOf(message: Buffer): Map<number, Buffer> {
  return new Map(entriesOf(message));
}

function repeated(summary: Buffer | undefined): Buffer[] {
  expect(summary).toBeDefined();
  return entriesOf(summary ?? Buffer.alloc(0)).map(([, value]) => value);
}

function entriesOf(message: Buffer): [number, Buffer][] {
  const entries: [number, Buffer][] = [];
  for (let at = 0; at < message.length;) {
    const key = message[at++];
    const end = (length: number): number => {
      expect(at + length).toBeLessThanOrEqual(message.length);
      return at + length;
    };
    const varintEnd = (): number => {
      let last = at;
      while (message[last] >= 128) last += 1;
      return last + 1;
    };
    const wireType = key & 7;
    let to: number;
    if (wireType === 1) to = end(8);
    else if (wireType === 5) to = end(4);
    else if (wireType === 0) to = varintEnd();
    else {
      expect(wireType).toBe(2);
      const begin = varintEnd();
      const length = intOf(message.subarray(at, begin));
      at = begin;
      to = end(length);
    }
    entries.push([key >> 3, message.subarray(at, to)]);
    at = to;
  }
  return entries;
}

function intOf(varint: Buffer | undefined): number {
  return (varint ?? Buffer.alloc(0)).reduce((sum, byte, i) => sum + (byte & 127) * 128 ** i, 0);
}
