import { syncAnswer, syncQuery } from "@beckon/contracts/sync";
import { Hono } from "hono";
import { describe } from "../platform/http/describe.ts";
import type { Caller, Env } from "../platform/http/env.ts";
import { openEventStream } from "../platform/http/event-stream.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { Waiters } from "../platform/http/waiters.ts";
import type { LiveStreams } from "./live-streams.ts";
import type { SyncService } from "./sync.service.ts";

/** A script with an admin token has no person: it sees what is everybody's. `accessId` is what a revocation names. */
const readerOf = (caller: Caller) => {
  if (caller.kind === "device") return { personId: caller.personId, accessId: caller.deviceId };
  return { personId: "", accessId: caller.kind === "token" ? caller.tokenId : "" };
};

const retryMs = 200;

export const syncRoutes = (options: { sync: SyncService; streams: LiveStreams; waiters: Waiters }) => {
  const { sync, streams, waiters } = options;
  return new Hono<Env>()
    .get(
      "/api/sync",
      describe({
        tag: "Sync",
        summary: "Changes since a cursor, or a snapshot",
        answers: { 200: { schema: syncAnswer, description: "Apply in order; keep the cursor" } },
      }),
      guard({ people: "viewer" }),
      validate("query", syncQuery),
      async (c) => {
        const { cursor, wait } = c.req.valid("query");
        const { personId } = readerOf(c.get("caller"));
        const deadline = performance.now() + wait * 1_000;
        for (;;) {
          const slot = waiters.arm("");
          const { held, ...answer } = await sync.read(personId, cursor).catch((error: unknown) => {
            slot.disarm();
            throw error;
          });
          const left = deadline - performance.now();
          const nothing = cursor !== undefined && !answer.reset && answer.changes.length + answer.tombstones.length === 0;
          if (!nothing || left <= 0 || c.req.raw.signal.aborted) {
            slot.disarm();
            return c.json(answer, 200);
          }
          await slot.wait(held ? Math.min(left, retryMs) : left, c.req.raw.signal);
        }
      },
    )
    .get(
      "/api/stream",
      describe({
        tag: "Sync",
        summary: "The same changes, live",
        description:
          "Server-sent events: `changes` (data as of `/api/sync`, the cursor as event id), `heartbeat` every 15 s, `bye` when the device is revoked. Resumes after `Last-Event-ID` or `cursor`.",
        answers: { 200: { description: "text/event-stream" } },
      }),
      guard({ people: "viewer" }),
      validate("query", syncQuery.pick({ cursor: true })),
      (c) => {
        const reader = readerOf(c.get("caller"));
        const stream = openEventStream(c);
        let detach: (() => void) | undefined;
        let closed = false;
        stream.onClose(() => {
          closed = true;
          detach?.();
        });
        stream.write("retry: 2000\n\n");
        streams
          .attach({ ...reader, write: stream.write, close: stream.close }, c.req.header("last-event-id") ?? c.req.valid("query").cursor)
          .then((stop) => {
            detach = stop;
            if (closed) stop();
          })
          .catch((error: unknown) => {
            c.get("logger").error({ err: error }, "a live stream could not start");
            stream.close();
          });
        return stream.response;
      },
    );
};
