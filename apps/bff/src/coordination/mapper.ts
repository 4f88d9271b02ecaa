import type { Coordination } from "@beckon/contracts/coordination";
import type { Db } from "../platform/db/database.ts";
import type { CoordinationRow } from "./coordination.repository.ts";
import type { CoordinationDeps, Party } from "./coordination.types.ts";
import { nameOfKey } from "./parties.ts";

/** Who stands behind each key, as people call it now. */
export const partiesOf = async (
  { agents }: Pick<CoordinationDeps, "agents">,
  db: Db,
  keys: Iterable<string>,
): Promise<Map<string, Party>> => {
  const all = new Set(keys);
  const ids = [...all].filter((key) => key !== "" && nameOfKey(key) === undefined);
  const known = new Map((await agents.find(db, ids)).map(({ id, name, role }) => [id, { id, name, ...(role ? { role } : {}) }]));
  return new Map([...all].filter((key) => key !== "").map((key) => [key, known.get(key) ?? { name: nameOfKey(key) ?? key }]));
};

type Listed = CoordinationRow & { round?: number | null };

/** Rows as people and programs see them. The role is the one that it had then. */
export const toCoordinations = async (deps: Pick<CoordinationDeps, "agents">, db: Db, rows: readonly Listed[]): Promise<Coordination[]> => {
  const parties = await partiesOf(
    deps,
    db,
    rows.flatMap(({ fromKey, toKey }) => [fromKey, toKey]),
  );
  const side = (key: string, role: string): Party => {
    const { role: _, ...party } = parties.get(key) ?? { name: "" };
    return { ...party, ...(role ? { role } : {}) };
  };
  return rows.map((row) => {
    const attempt = row.attempt ?? row.round ?? undefined;
    return {
      id: row.id,
      type: row.type,
      from: side(row.fromKey, row.fromRole),
      ...(row.toKey ? { to: side(row.toKey, row.toRole) } : {}),
      ...(row.fromSession ? { fromSession: row.fromSession } : {}),
      ...(row.toSession ? { toSession: row.toSession } : {}),
      ...(row.task === null ? {} : { task: row.task }),
      ...(row.what === null ? {} : { what: row.what }),
      status: row.status,
      ...(row.cause ? { cause: row.cause, causeGiven: row.causeGiven } : {}),
      ...(row.message === null ? {} : { message: row.message }),
      ...(row.exhausted ? { exhausted: true } : {}),
      ...(attempt === undefined ? {} : { attempt }),
      startedAt: row.startedAt.toISOString(),
      ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
      ...(row.deadlineAt ? { deadlineAt: row.deadlineAt.toISOString() } : {}),
      ...(row.pattern ? { pattern: row.pattern } : {}),
      ...(row.demo ? { demo: true } : {}),
    };
  });
};
