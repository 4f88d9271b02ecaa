import { createMiddleware } from "hono/factory";
import { defineError } from "../errors.ts";
import type { Env } from "./env.ts";

const full = defineError({ code: "request.no_room", status: 503, title: "Too much at once" });

/** A share of the memory for bodies: `take` before bytes are kept, `release` when the request is done. */
export type Room = { take(bytes: number): void; release(): void };

/** Hands out rooms in so many bytes for all together; who comes when all is taken is refused. */
export const createRooms = (limit: number, refusal: () => Error) => {
  let taken = 0;
  return (): Room => {
    let own = 0;
    return {
      take: (bytes) => {
        if (taken + bytes > limit) throw refusal();
        own += bytes;
        taken += bytes;
      },
      release: () => {
        taken -= own;
        own = 0;
      },
    };
  };
};

/**
 * Bounds how much bodies of more than `above` bytes take in memory together, each for as long as its request lasts. Smaller
 * ones are not counted. Who comes when all is taken is told to come again.
 */
export const bodyRoom = ({ above, together }: { above: number; together: number }) => {
  const rooms = createRooms(together, () => full({ detail: "Send it again.", headers: { "retry-after": "1" } }));
  return createMiddleware<Env>(async (c, next) => {
    const told = Number(c.req.header("content-length") ?? 0);
    if (!(told > above)) return next();
    const room = rooms();
    room.take(told);
    try {
      await next();
    } finally {
      room.release();
    }
  });
};
