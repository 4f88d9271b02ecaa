import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import { findCommand, type CommandRow } from "./commands.repository.ts";
import { listSaid, type RunName } from "./said.repository.ts";

/** Told with a command's id whenever something that is said to a run changes. */
export const saidTopic = "command.said";
/** How long a call whose answer was lost may come again with its key. */
export const againMs = 600_000;

const nameOf = ({ ownerId, sessionKey }: RunName) => `${ownerId}\n${sessionKey}`;

/**
 * Which runs have something said to them, in memory: every call of every agent asks, and hardly any has. Kept as the
 * database has it by what every process tells of a change; the database has the last word on what is taken.
 */
export const createWaitingWords = ({ database, logger, clock }: { database: Database; logger: Logger; clock: Clock }) => {
  const ofRun = new Map<string, Set<string>>();
  const ofCall = new Map<string, number>();
  let loaded: Promise<void> | undefined;
  /** What changed while all is read anew: that reading may not have seen it. */
  const meanwhile: CommandRow[] = [];
  let reading = 0;

  const put = (row: CommandRow): void => {
    if (row.ownerId === null || row.sessionKey === null) return;
    if (reading > 0) meanwhile.push(row);
    const name = nameOf({ ownerId: row.ownerId, sessionKey: row.sessionKey });
    const ids = ofRun.get(name) ?? new Set();
    if (row.endedAt === null) ids.add(row.id);
    else ids.delete(row.id);
    if (ids.size > 0) ofRun.set(name, ids);
    else ofRun.delete(name);
    if (row.handedTo === null) return;
    ofCall.set(`${row.ownerId}\n${row.handedTo}`, clock().getTime() + againMs);
    if (ofCall.size > mostCalls) for (const [call, until] of ofCall) if (until < clock().getTime()) ofCall.delete(call);
  };
  const loadAll = async () => {
    reading += 1;
    const rows = await listSaid(database.db, new Date(clock().getTime() - againMs)).finally(() => (reading -= 1));
    ofRun.clear();
    ofCall.clear();
    for (const row of [...rows, ...meanwhile.splice(0)]) put(row);
  };
  const reload = () => {
    loaded = loadAll().catch((error: unknown) => {
      loaded = undefined;
      logger.warn({ err: error }, "what is said to agents could not be read; it is tried again with the next step");
    });
    return loaded;
  };
  database.onWake(({ topic, key }) => {
    if (topic !== saidTopic) return;
    findCommand(database.db, key)
      .then((row) => row && put(row))
      .catch(() => void reload());
  });
  database.onGap(() => void reload());

  return {
    put,
    /** What is believed to wait for this run. */
    ids: (run: RunName): string[] => [...(ofRun.get(nameOf(run)) ?? [])],
    /** The database knows of nothing that waits for this run: then none of these does, in whatever order it was heard. */
    drop: (run: RunName, ids: readonly string[]): void => {
      const known = ofRun.get(nameOf(run));
      for (const id of ids) known?.delete(id);
      if (known?.size === 0) ofRun.delete(nameOf(run));
    },
    /** Whether there may be something for this call of this run. */
    has: async (run: RunName, call: string): Promise<boolean> => {
      await (loaded ?? reload());
      return ofRun.has(nameOf(run)) || ofCall.has(`${run.ownerId}\n${call}`);
    },
  };
};
const mostCalls = 1_000;
export type WaitingWords = ReturnType<typeof createWaitingWords>;
