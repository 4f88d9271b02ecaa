import type { Db } from "../platform/db/database.ts";
import type { Scope } from "./attention.types.ts";
import { fromColumns, type Columns, type Wait } from "./columns.ts";
import { readLoose, readPacks } from "./packs.repository.ts";
import { countedSince, readLoosePushes } from "./pushes.repository.ts";

/** All that figures of a window are made of. */
export type Ledger = {
  /** Open at any moment of the window. */
  waits: Wait[];
  /** When notifications were shown in it, about how many questions, and since when they are counted at all. */
  pushes: { at: number[]; questions: number; since: number | null };
};

export const readLedger = async (db: Db, scope: Scope): Promise<Ledger> => {
  const { from, to, agent, project } = scope;
  // The demo fleet's are never packed.
  const packed = scope.demo ? [] : (await readPacks(db, scope)).flatMap((body) => fromColumns(JSON.parse(body) as Columns));
  const isOf = (one: { agentId: string; project: string }) =>
    (agent === undefined || one.agentId === agent) && (project === undefined || one.project === project);
  const own = agent === undefined && project === undefined ? packed : packed.filter(isOf);
  const loose = (await readLoose(db, scope)).filter(isOf);
  const at: number[] = [];
  let questions = 0;
  for (const { pushes } of own) {
    if (pushes.length === 0) continue;
    const shown = pushes.filter((moment) => moment >= from && moment < to);
    at.push(...shown);
    if (shown.length > 0) questions += 1;
  }
  const looseShown = (await readLoosePushes(db, scope)).filter(isOf);
  at.push(...looseShown.map((push) => push.at));
  questions += new Set(looseShown.map(({ requestId }) => requestId)).size;
  const waits = [...own.filter(({ asked, ended }) => asked < to && (ended ?? to) >= from), ...loose];
  return { waits, pushes: { at, questions, since: await countedSince(db) } };
};
