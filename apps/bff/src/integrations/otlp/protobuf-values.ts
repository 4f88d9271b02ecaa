import type protobuf from "protobufjs/minimal.js";
import { most, type Budget } from "./budget.ts";
import { capNano } from "./json-values.ts";
import type { Attributes, Value } from "./otlp.types.ts";

export type Reader = protobuf.Reader;

/** Reads fields up to `end`; `take` says whether it knew the field (its tag is number × 8 + wire type). What it does not know is skipped. */
export const eachField = (reader: Reader, end: number, take: (tag: number) => boolean): void => {
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!take(tag)) reader.skipType(tag & 7, 0, tag >>> 3);
  }
  if (reader.pos !== end) throw new RangeError("a field reaches beyond its message");
};

/** The end of the message that begins here, which must lie within its parent's. */
export const endOf = (reader: Reader, parentEnd: number): number => {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > parentEnd) throw new RangeError("a message reaches beyond its parent");
  return end;
};

export const nano = (reader: Reader): bigint => {
  const { buf, pos } = reader;
  reader.skip(8);
  return capNano((buf as Buffer).readBigUInt64LE(pos));
};

export const signed64 = (reader: Reader): number => {
  const { buf, pos } = reader;
  reader.skip(8);
  return Number((buf as Buffer).readBigInt64LE(pos));
};

export const text = (reader: Reader): string => reader.string().slice(0, most.text);

/** Ids of traces and spans: as hex. */
export const id = (reader: Reader): string => {
  const bytes = reader.bytes();
  return bytes.length <= 32 ? Buffer.from(bytes).toString("hex") : "";
};

const integer = (reader: Reader): Value => {
  const long = reader.int64() as unknown as { toNumber(): number; toString(): string };
  const number = long.toNumber();
  return Number.isSafeInteger(number) ? number : long.toString();
};

/** AnyValue: 1 string, 2 bool, 3 int64, 4 double, 5 list, 6 key-value list, 7 bytes. */
export const anyValue = (reader: Reader, end: number, budget: Budget, depth = 0): Value | undefined => {
  budget.value();
  if (depth >= most.depth) {
    reader.skip(end - reader.pos);
    return undefined;
  }
  let value: Value | undefined;
  eachField(reader, end, (tag) => {
    switch (tag) {
      case 10:
        value = text(reader);
        return true;
      case 16:
        value = reader.bool();
        return true;
      case 24:
        value = integer(reader);
        return true;
      case 33:
        value = reader.double();
        return true;
      case 42:
        value = elements(reader, endOf(reader, end), budget, depth);
        return true;
      case 50:
        value = { ...pairs(reader, endOf(reader, end), budget, depth + 1) };
        return true;
      case 58:
        value = Buffer.from(reader.bytes()).toString("base64").slice(0, most.text);
        return true;
      default:
        return false;
    }
  });
  return value;
};

/** ArrayValue: 1 values. */
const elements = (reader: Reader, end: number, budget: Budget, depth: number): Value[] => {
  const values: Value[] = [];
  let seen = 0;
  eachField(reader, end, (tag) => {
    seen += 1;
    if (tag !== 10 || seen > most.elements) return false;
    const value = anyValue(reader, endOf(reader, end), budget, depth + 1);
    if (value !== undefined) values.push(value);
    return true;
  });
  return values;
};

/** KeyValueList: 1 values. */
const pairs = (reader: Reader, end: number, budget: Budget, depth: number): Attributes => {
  const list = createAttributes();
  eachField(reader, end, (tag) => tag === 10 && list.take(reader, endOf(reader, end), { budget, depth }));
  return list.attributes;
};

/** Collects the pairs of one record: those beyond the bound are skipped, unread. */
export const createAttributes = () => {
  const attributes = Object.create(null) as Record<string, Value>;
  let seen = 0;
  return {
    attributes: attributes as Attributes,
    /** One KeyValue: 1 key, 2 value. */
    take: (reader: Reader, end: number, { budget, depth = 0 }: { budget: Budget; depth?: number }): true => {
      seen += 1;
      if (seen > most.attributes) {
        reader.skip(end - reader.pos);
        return true;
      }
      let key = "";
      let value: Value | undefined;
      eachField(reader, end, (tag) => {
        if (tag === 10) key = reader.string();
        else if (tag === 18) value = anyValue(reader, endOf(reader, end), budget, depth);
        else return false;
        return true;
      });
      if (value !== undefined && key.length <= most.key) attributes[key] = value;
      return true;
    },
  };
};
