import { setImmediate as otherWork } from "node:timers/promises";
import type { SyncAnswer } from "@beckon/contracts/sync";
import type { Database } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import { feedTopic } from "./change-feed.ts";
import { formatCursor, isAfter, parseCursor, type Cursor } from "./cursor.ts";
import { startOverTopic, type SyncService } from "./sync.service.ts";

/** One open app: where to write, and how far it has got. `accessId`: the device, or the script's token. */
export type Sink = { personId: string; accessId: string; write(chunk: string): void; close(): void };
type Stream = Sink & { at: Cursor | undefined; stale: boolean };

const heartbeatMs = 15_000;
/** Writes in a row before others get their turn: a thousand at once would hold up every request for 20 ms. */
const writesInARow = 25;

const frame = (answer: SyncAnswer) => `event: changes\nid: ${answer.cursor}\ndata: ${JSON.stringify(answer)}\n\n`;

/**
 * The open apps of this process. One tail of the feed serves them all: each change is read once
 * per person and written to every stream; a stream that starts behind catches up by itself first.
 */
export const createLiveStreams = (options: { sync: SyncService; database: Database; logger: Logger; accessTopic: string }) => {
  const { sync, database, logger } = options;
  const streams = new Set<Stream>();
  let tailAt: Pick<Cursor, "xid" | "seq"> | undefined;
  let running = false;
  let again = false;
  let heldFor = 0;
  let retry: NodeJS.Timeout | undefined;

  const each = async (group: Iterable<Stream>, tell: (stream: Stream) => void) => {
    let told = 0;
    for (const stream of [...group]) {
      if (streams.has(stream)) tell(stream);
      told += 1;
      if (told % writesInARow === 0) await otherWork();
    }
  };

  const broadcast = async (rows: Parameters<SyncService["load"]>[0], next: Cursor) => {
    // Before anything is awaited: a stream that catches up meanwhile may have read without these rows.
    for (const stream of streams) if (!stream.at) stream.stale = true;
    const byPerson = Map.groupBy(
      [...streams].filter((stream) => stream.at),
      (stream) => stream.personId,
    );
    for (const [personId, group] of byPerson) {
      const { changes, tombstones } = await sync.load(rows, personId);
      const chunk = frame({ changes, tombstones, cursor: formatCursor(next), reset: false, more: false, asOf: sync.now() });
      const something = changes.length + tombstones.length > 0;
      await each(group, (stream) => {
        if (!stream.at || !isAfter(next, stream.at)) return;
        stream.at = next;
        if (something) stream.write(chunk);
      });
    }
  };

  const advance = async () => {
    tailAt ??= { xid: await sync.horizon(), seq: 0n };
    const { rows, next, held, more } = await sync.tail(tailAt);
    if (rows.length > 0) await broadcast(rows, next);
    tailAt = next;
    again ||= more;
    // Held back by a transaction that may end without a wake: look again soon, then less often.
    heldFor = held ? Math.min(500, heldFor === 0 ? 5 : heldFor * 2) : 0;
    if (held) retry = setTimeout(wake, heldFor).unref();
  };

  const run = async () => {
    running = true;
    do {
      again = false;
      clearTimeout(retry);
      await advance().catch((error: unknown) => {
        logger.error({ err: error }, "the live stream could not read the feed; it tries again");
        retry = setTimeout(wake, 1_000).unref();
      });
    } while (again);
    running = false;
  };

  const wake = () => {
    again = true;
    if (!running && streams.size > 0) void run();
  };

  database.onWake(({ topic, key }) => {
    if (topic === feedTopic) wake();
    // They come back with a cursor that means nothing any more, and get all of it.
    if (topic === startOverTopic) for (const stream of streams) drop(stream);
    if (topic === options.accessTopic) for (const stream of streams) if (stream.accessId === key) end(stream);
  });
  database.onGap(wake);

  const end = (stream: Stream) => {
    stream.write("event: bye\ndata: {}\n\n");
    drop(stream);
  };
  const drop = (stream: Stream) => {
    stream.close();
    streams.delete(stream);
  };

  const heartbeat = setInterval(() => {
    const beat = `event: heartbeat\ndata: ${JSON.stringify({ at: sync.now() })}\n\n`;
    void each(streams, (stream) => stream.write(beat));
  }, heartbeatMs).unref();

  /** Sends what the app has missed, then keeps it in step. Returns how to detach. */
  const attach = async (sink: Sink, cursor: string | undefined) => {
    const stream: Stream = { ...sink, at: undefined, stale: false };
    streams.add(stream);
    // Nobody was listening: the tail starts from now. It is placed before the catch-up reads, and
    // the catch-up goes on until it has passed that place, so that nothing falls between the two.
    if (streams.size === 1 && !running) tailAt = undefined;
    try {
      tailAt ??= { xid: await sync.horizon(), seq: 0n };
      await catchUp(stream, { cursor, placed: tailAt });
    } catch (error) {
      streams.delete(stream);
      throw error;
    }
    wake();
    return () => void streams.delete(stream);
  };

  const catchUp = async (stream: Stream, { cursor, placed }: { cursor: string | undefined; placed: Pick<Cursor, "xid" | "seq"> }) => {
    let from = cursor;
    // Ends early when it was revoked meanwhile.
    while (streams.has(stream)) {
      stream.stale = false;
      const answer = await sync.read(stream.personId, from);
      const { held: _, ...wire } = answer;
      if (wire.changes.length + wire.tombstones.length > 0 || wire.reset || from === cursor) stream.write(frame(wire));
      from = wire.cursor;
      stream.at = parseCursor(wire.cursor);
      if (!answer.more && !stream.stale && stream.at && !isAfter(placed, stream.at)) break;
      stream.at = undefined;
    }
  };

  return {
    attach,
    size: () => streams.size,
    stop: () => {
      clearInterval(heartbeat);
      clearTimeout(retry);
      for (const stream of streams) stream.close();
      streams.clear();
    },
  };
};
export type LiveStreams = ReturnType<typeof createLiveStreams>;
