import { activePauses, findPause, type PauseRow } from "./pauses.repository.ts";
import { pauseTopic, type PausesDeps } from "./pauses.types.ts";

const nameOf = (ownerId: string, session: string) => `${ownerId}\n${session}`;
/** A sub-agent's run is `<run>/<id>`: it stops with the run it works for. */
const runOf = (session: string) => session.split("/")[0] as string;

/**
 * Which runs shall stop, in memory: every step of every agent asks, and hardly any is held. Kept as the database has it
 * by what every process tells of a change.
 */
export const createWanted = ({ database, logger }: Pick<PausesDeps, "database" | "logger">) => {
  const wanted = new Map<string, string>();
  let loaded: Promise<void> | undefined;

  const put = (row: PauseRow) => {
    const name = nameOf(row.ownerId, row.sessionKey);
    if (row.state === "requested" || row.state === "held") wanted.set(name, row.id);
    else if (wanted.get(name) === row.id) wanted.delete(name);
  };
  const loadAll = async () => {
    const rows = await activePauses(database.db);
    wanted.clear();
    for (const row of rows) put(row);
  };
  const reload = () => {
    loaded = loadAll().catch((error: unknown) => {
      loaded = undefined;
      logger.warn({ err: error }, "pauses could not be read; it is tried again with the next step");
    });
    return loaded;
  };
  database.onWake(({ topic, key }) => {
    if (topic !== pauseTopic) return;
    findPause(database.db, key)
      .then((row) => row && put(row))
      .catch(() => void reload());
  });
  database.onGap(() => void reload());

  return {
    /** Resolves when this process knows of all that was asked for before it began. */
    ready: (): Promise<void> => loaded ?? reload(),
    put,
    /** It is over, whatever was heard of it in which order. */
    drop: (id: string): void => {
      for (const [name, known] of wanted) if (known === id) wanted.delete(name);
    },
    /** The wish that this run, or the one that it works for, shall stop. */
    of: (ownerId: string, session: string): string | undefined =>
      wanted.size === 0 ? undefined : (wanted.get(nameOf(ownerId, session)) ?? wanted.get(nameOf(ownerId, runOf(session)))),
  };
};
export type Wanted = ReturnType<typeof createWanted>;
