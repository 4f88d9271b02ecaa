import type { Coordination, coordinationListQuery } from "@beckon/contracts/coordination";
import type { z } from "zod";
import { listAttempts } from "./coordination.repository.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { toCoordinations } from "./mapper.ts";
import { keysOf, scopeOf, windowOf } from "./window.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

export type RecordQuery = z.output<typeof coordinationListQuery>;

/** The rows behind a figure of the same window and filters, latest first: those that ended in it, and those begun and still open. */
export const records =
  (deps: CoordinationDeps, settleDue: () => Promise<void>) =>
  async (query: RecordQuery): Promise<{ items: Coordination[]; cursor?: string }> => {
    await settleDue();
    const { status, cause, pattern, other, giver, taker, giverRole, takerRole, exhausted, cursor, limit } = query;
    const db = deps.database.db;
    const side = async (key: string) => (key.startsWith("ag_") ? (await keysOf(deps, db, key)).keys : [toldOf(key)]);
    const window = windowOf(query, deps.clock());
    if (pattern !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(pattern)) return { items: [] };
    const before = cursor === undefined ? undefined : placeOf(cursor);
    const rows = await listAttempts(
      db,
      {
        ...(await scopeOf(deps, db, query)),
        ...(other === undefined ? {} : { other: (await keysOf(deps, db, other)).keys }),
        ...(status ? { status } : {}),
        ...(cause ? { cause } : {}),
        ...(pattern === undefined ? {} : { pattern }),
        ...(giver === undefined ? {} : { giver: await side(giver) }),
        ...(taker === undefined ? {} : { taker: await side(taker) }),
        ...(giverRole === undefined ? {} : { giverRole: toldOf(giverRole) }),
        ...(takerRole === undefined ? {} : { takerRole: toldOf(takerRole) }),
        ...(exhausted ? { exhausted: true } : {}),
        from: new Date(window.from),
        to: new Date(window.to),
      },
      { ...(before ? { before } : {}), limit },
    );
    const last = rows.at(-1);
    return {
      items: await toCoordinations(deps, db, rows),
      ...(last && rows.length === limit ? { cursor: `${last.at.getTime()}~${last.id}` } : {}),
    };
  };

/** "-" asks for what was not told. */
const toldOf = (key: string) => (key === "-" ? "" : key);

const placeOf = (cursor: string) => {
  const match = /^(\d{1,14})~(co_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match?.[2]) throw wrongCursor();
  return { at: new Date(Number(match[1])), id: match[2] };
};
