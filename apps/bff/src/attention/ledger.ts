import type { Db } from "../platform/db/database.ts";
import type { Scope } from "./attention.types.ts";
import type { Packs } from "./packs.ts";
import { countedSince, readLoosePushes } from "./pushes.repository.ts";
import { shownIn, type Waits } from "./waits.ts";

/** All that figures of a window are made of. */
export type Ledger = {
  /** Open at any moment of the window. */
  waits: Waits;
  /** When notifications were shown in it, about how many questions, and since when they are counted at all. */
  pushes: { at: number[]; questions: number; since: number | null };
};

export const readLedger = async (db: Db, scope: Scope, packsOf: Packs): Promise<Ledger> => {
  const { agent, project } = scope;
  const { packs, waits } = await packsOf(db, scope);
  const packed = shownIn(packs, scope);
  const loose = (await readLoosePushes(db, scope)).filter(
    (one) => (agent === undefined || one.agentId === agent) && (project === undefined || one.project === project),
  );
  return {
    waits,
    pushes: {
      at: [...packed.at, ...loose.map(({ at }) => at)],
      questions: packed.questions + new Set(loose.map(({ requestId }) => requestId)).size,
      since: await countedSince(db),
    },
  };
};
