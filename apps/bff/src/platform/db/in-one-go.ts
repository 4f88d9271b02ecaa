import type { Database, Work } from "./database.ts";

/** One transaction; again where two waited for each other in a ring, for the database ends one of them as if it had not been tried. */
export const inOneGo = <T>(database: Database, run: (work: Work) => Promise<T>, takenBack?: () => void, tries = 5): Promise<T> =>
  database.transaction(run).catch((error: unknown) => {
    takenBack?.();
    if (tries > 1 && isCollision(error)) return inOneGo(database, run, takenBack, tries - 1);
    throw error;
  });

const isCollision = (error: unknown): boolean =>
  error instanceof Error && ("code" in error && (error.code === "40P01" || error.code === "40001") ? true : isCollision(error.cause));
