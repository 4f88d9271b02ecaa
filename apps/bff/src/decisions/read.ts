import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { z } from "zod";
import type { decisionRequestQuery } from "@beckon/contracts/decisions";
import type { Waiters } from "../platform/http/waiters.ts";
import { storable } from "../platform/storable.ts";
import { searchRequests } from "./decisions.repository.ts";
import type { DecisionsDeps, Owner } from "./decisions.types.ts";
import { findOwn } from "./withdraw.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

/** The row, as soon as it is no longer pending or `waitMs` have passed. A caller who has gone is let go at once. */
export const read =
  (deps: DecisionsDeps, waiters: Waiters) =>
  async (owner: Owner | undefined, id: string, options: { waitMs: number; signal?: AbortSignal }): Promise<DecisionRequest> => {
    const deadline = performance.now() + options.waitMs;
    for (;;) {
      const slot = options.waitMs > 0 ? waiters.arm(id) : undefined;
      const { request } = await findOwn(deps.database.db, owner, id).catch((error: unknown) => {
        slot?.disarm();
        throw error;
      });
      const left = deadline - performance.now();
      if (request.status !== "pending" || left <= 0 || options.signal?.aborted || !slot) {
        slot?.disarm();
        return request;
      }
      await slot.wait(left, options.signal);
    }
  };

type Query = z.output<typeof decisionRequestQuery>;

/** One page of the history, newest first. */
export const search =
  (deps: DecisionsDeps) =>
  async (query: Query): Promise<{ items: DecisionRequest[]; cursor?: string }> => {
    const items = await searchRequests(deps.database.db, {
      ...(query.status ? { status: query.status } : {}),
      ...(query.q ? { q: query.q } : {}),
      ...(query.agent ? { agent: query.agent } : {}),
      ...(query.from ? { from: storable(query.from) } : {}),
      ...(query.to ? { to: storable(query.to) } : {}),
      ...(query.cursor ? { before: parsePageCursor(query.cursor) } : {}),
      limit: query.limit,
    });
    const last = items.at(-1);
    return { items, ...(last && items.length === query.limit ? { cursor: `${Date.parse(last.askedAt)}~${last.id}` } : {}) };
  };

const parsePageCursor = (cursor: string) => {
  const match = /^(\d{1,14})~(dr_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { askedAt: new Date(Number(match[1])), id: match[2] as string };
};
