import { storable } from "../platform/storable.ts";
import type { Collision, collisionQuery } from "@beckon/contracts/coordination";
import type { z } from "zod";
import { searchCollisions } from "./collisions.repository.ts";
import { windowMs, type CollisionsDeps } from "./collisions.types.ts";
import { toCollision } from "./mapper.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

export type CollisionQuery = z.output<typeof collisionQuery>;
export type CollisionPage = { asOf: string; windowMinutes: number; items: Collision[]; cursor?: string };

/** Open ones first, then the latest; all pages are of the moment that the first was asked at. */
export const list =
  ({ database, clock }: CollisionsDeps) =>
  async (query: CollisionQuery): Promise<CollisionPage> => {
    const { cursor, limit, status, kind, agent, repository } = query;
    const place = cursor === undefined ? undefined : placeOf(cursor);
    const now = place?.now ?? clock();
    const rows = await searchCollisions(database.db, {
      now,
      status,
      kind,
      agent,
      repository,
      from: query.from === undefined ? undefined : storable(query.from),
      to: query.to === undefined ? undefined : storable(query.to),
      before: place?.before,
      limit: limit + 1,
    });
    const items = rows.slice(0, limit).map((row) => toCollision(row, now));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      asOf: now.toISOString(),
      windowMinutes: windowMs / 60_000,
      items,
      ...(last ? { cursor: `${now.getTime()}~${last.openUntil > now ? 1 : 0}~${last.lastAt.getTime()}~${last.id}` } : {}),
    };
  };

const placeOf = (cursor: string) => {
  const match = /^(\d{1,14})~([01])~(\d{1,14})~(cl_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  const [, now, open, at, id] = match;
  return { now: new Date(Number(now)), before: { open: open === "1", at: new Date(Number(at)), id: id as string } };
};
