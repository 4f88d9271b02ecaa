import type { Collision } from "@beckon/contracts/coordination";
import type { Sheet } from "../platform/http/csv.ts";
import type { CollisionRow } from "./collisions.repository.ts";

/** The row as it stands at that moment. */
export const toCollision = (row: CollisionRow, now: Date): Collision => ({
  id: row.id,
  repository: row.repository,
  path: row.path,
  kind: row.kind,
  parties: row.parties,
  startedAt: row.startedAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  status: row.openUntil > now ? "open" : "over",
  ...(row.demo ? { demo: true } : {}),
});

/** A line for each run in each collision. */
export const collisionsSheet = (items: readonly Collision[]): Sheet => ({
  columns: [
    "id",
    "status",
    "kind",
    "repository",
    "path",
    "startedAt",
    "lastAt",
    "agent",
    "host",
    "worktree",
    "branch",
    "firstEditAt",
    "lastEditAt",
    "edits",
    "lines",
    "session",
  ],
  rows: items.flatMap((item) =>
    item.parties.map((party) => [
      item.id,
      item.status,
      item.kind,
      item.repository,
      item.path,
      item.startedAt,
      item.lastAt,
      party.name,
      party.host,
      party.worktree,
      party.branch,
      party.firstAt,
      party.lastAt,
      party.edits,
      party.lines?.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(" "),
      party.sessionId,
    ]),
  ),
});
