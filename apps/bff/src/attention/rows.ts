import type { attentionWaitPage, attentionWaitQuery, AttentionWait } from "@beckon/contracts/attention";
import type { z } from "zod";
import type { Caller } from "../platform/http/env.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";
import type { AttentionDeps } from "./attention.types.ts";
import { habitKey } from "./habits.ts";
import { listWaits, type WaitRow } from "./waits.repository.ts";
import { windowOf } from "./window.ts";

/** The rows behind the figures: what was open in the window, newest first. */
export const rows =
  (deps: AttentionDeps) =>
  async (caller: Caller, query: z.output<typeof attentionWaitQuery>): Promise<z.infer<typeof attentionWaitPage>> => {
    const now = deps.clock();
    const { agent, project, kind, limit } = query;
    const { db } = deps.database;
    const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
    const scope = { ...windowOf(query, now), demo: await deps.agents.onlyDemo(db), agent, project, kind };
    const found = await listWaits(db, { ...scope, habit: query.habit && habitKey(query.habit) }, { after, limit });
    const requests = new Map(
      (
        await deps.decisions.findAll(
          db,
          found.map(({ requestId }) => requestId),
        )
      ).map((one) => [one.id, one]),
    );
    const own = new Set(caller.kind === "device" ? (await deps.devicesOf(db, caller.personId)).map(({ id }) => id) : []);
    const last = found.at(-1);
    return {
      items: found.flatMap((row) => {
        const request = requests.get(row.requestId);
        return request ? [present(row, { title: request.title, agent: request.agent.name, own, now: now.getTime() })] : [];
      }),
      ...(last && found.length === limit ? { cursor: `${last.askedAt}~${last.requestId}` } : {}),
    };
  };

const iso = (at: number) => new Date(at).toISOString();

const present = (row: WaitRow, more: { title: string; agent: string; own: ReadonlySet<string>; now: number }): AttentionWait => ({
  requestId: row.requestId,
  title: more.title,
  agentId: row.agentId,
  agent: more.agent,
  kind: row.kind as AttentionWait["kind"],
  ...(row.project === "" ? {} : { project: row.project }),
  askedAt: iso(row.askedAt),
  ...(row.endedAt === null ? {} : { endedAt: iso(row.endedAt) }),
  ...(row.ended ? { ended: row.ended } : {}),
  waitedMs: Math.max(0, (row.endedAt ?? more.now) - row.askedAt),
  // How long another person looked at a card is theirs.
  ...(row.openMs === null || !more.own.has(row.deviceId ?? "") ? {} : { openMs: row.openMs }),
  own: more.own.has(row.deviceId ?? ""),
});

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,14})~(dr_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { askedAt: Number(match[1]), id: match[2] as string };
};
