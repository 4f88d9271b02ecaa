import { Readable, type Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { createRooms, type Room } from "../../platform/http/body-room.ts";
import { most } from "./budget.ts";
import { OtlpRefusal } from "./otlp.errors.ts";

/** Bytes of bodies that may be in memory at once, over all requests: four of the largest. */
const together = 4 * most.bytes;

/** Who comes when all is taken is told to come again, as exporters understand it. */
export const createTelemetryRooms = (limit = together) =>
  createRooms(limit, () => new OtlpRefusal(503, "too much at once, send it again", 1));

/**
 * Reads a body to its end, unpacked while it comes: what grows beyond the bound is dropped there and
 * then, however small it was packed. Chunked bodies are read the same way.
 */
export const readBody = async (
  body: ReadableStream<Uint8Array> | null,
  { gzip, room, limit = most.bytes }: { gzip: boolean; room: Room; limit?: number },
): Promise<Buffer> => {
  if (!body) return Buffer.alloc(0);
  const source = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (chunksIn: AsyncIterable<Buffer>) => {
    for await (const chunk of chunksIn) {
      size += chunk.length;
      if (size > limit) throw new OtlpRefusal(413, `more than ${limit} bytes`);
      room.take(chunk.length);
      chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    }
  };
  const unpacked: Duplex[] = gzip ? [createGunzip()] : [];
  try {
    if (gzip) await pipeline(source, unpacked[0] as Duplex, collect);
    else await pipeline(source, collect);
  } catch (error) {
    if (error instanceof OtlpRefusal) throw error;
    throw new OtlpRefusal(400, gzip ? "the body is no whole gzip" : "the body did not come to its end");
  }
  return Buffer.concat(chunks, size);
};
