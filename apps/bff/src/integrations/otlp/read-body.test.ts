import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { OtlpRefusal } from "./otlp.errors.ts";
import { createTelemetryRooms, readBody } from "./read-body.ts";

const streamOf = (...chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

const read = (bytes: Uint8Array, options: { gzip?: boolean; limit?: number } = {}) => {
  const third = Math.ceil(bytes.length / 3);
  const body = streamOf(bytes.subarray(0, third), bytes.subarray(third, 2 * third), bytes.subarray(2 * third));
  return readBody(body, {
    gzip: options.gzip ?? false,
    room: createTelemetryRooms()(),
    ...(options.limit ? { limit: options.limit } : {}),
  });
};

const status = async (reading: Promise<unknown>) => {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof OtlpRefusal ? error.status : error;
};

describe("a body", () => {
  const bytes = randomBytes(300_000);

  test("comes whole, plain or packed, in however many chunks", async () => {
    expect((await read(bytes)).equals(bytes)).toBe(true);
    expect((await read(gzipSync(bytes), { gzip: true })).equals(bytes)).toBe(true);
    const twice = Buffer.concat([gzipSync(bytes), gzipSync(bytes)]);
    expect((await read(twice, { gzip: true })).equals(Buffer.concat([bytes, bytes]))).toBe(true);
    expect(await readBody(null, { gzip: false, room: createTelemetryRooms()() })).toHaveLength(0);
  });

  test("may be as large as the limit and not a byte larger", async () => {
    expect(await read(bytes, { limit: bytes.length })).toHaveLength(bytes.length);
    expect(await status(read(bytes, { limit: bytes.length - 1 }))).toBe(413);
    expect(await status(read(gzipSync(bytes), { gzip: true, limit: bytes.length - 1 }))).toBe(413);
  });

  test("that unpacks to a thousand times its size is dropped at the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(128 * 1_048_576));
    const before = process.memoryUsage();
    expect(await status(read(bomb, { gzip: true }))).toBe(413);
    const grown = process.memoryUsage().arrayBuffers - before.arrayBuffers;
    expect(grown).toBeLessThan(64 * 1_048_576);
  });

  test("that is cut off, changed, or no gzip at all is refused", async () => {
    const packed = gzipSync(bytes);
    for (const length of [0, 1, 10, packed.length >> 1, packed.length - 1])
      expect(await status(read(packed.subarray(0, length), { gzip: true }))).toBe(400);
    const changed = Buffer.from(packed);
    changed[changed.length - 6] = (changed.at(-6) as number) ^ 1;
    expect(await status(read(changed, { gzip: true }))).toBe(400);
    expect(await status(read(bytes, { gzip: true }))).toBe(400);
  });

  test("whose sender hangs up is refused", async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error("gone")),
    });
    expect(await status(readBody(body, { gzip: false, room: createTelemetryRooms()() }))).toBe(400);
  });
});

test("bodies that do not fit into memory together are told to come again; room comes back", async () => {
  const rooms = createTelemetryRooms(1_000);
  const [first, second] = [rooms(), rooms()];
  first.take(900);
  expect(await status(readBody(streamOf(Buffer.alloc(200)), { gzip: false, room: second }))).toBe(503);
  second.release();
  first.release();
  first.release();
  expect(await readBody(streamOf(Buffer.alloc(1_000)), { gzip: false, room: second })).toHaveLength(1_000);
});
