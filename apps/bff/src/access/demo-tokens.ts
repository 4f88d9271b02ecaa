import type { Work } from "../platform/db/database.ts";
import { DomainError } from "../platform/errors.ts";
import type { Caller } from "../platform/http/env.ts";
import { accessTopic, type AccessDeps } from "./access.types.ts";
import { deleteTokens, listDemoTokens } from "./tokens.repository.ts";
import { revoke } from "./tokens.ts";

/** The demo fleet's tokens, which are used up and thrown away as a whole. */
export const demoTokens = (deps: AccessDeps) => ({
  list: (): Promise<string[]> => listDemoTokens(deps.database.db),
  /** From the next request on its agents come in no more. */
  revoke: async (caller: Caller, ids: readonly string[]): Promise<void> => {
    for (const id of ids)
      await revoke(deps)(caller, id).catch((error: unknown) => {
        // Somebody else was removing it too, and has.
        if (!(error instanceof DomainError)) throw error;
      });
  },
  forget: async (work: Work, ids: string[]): Promise<number> => {
    const gone = await deleteTokens(work.db, ids);
    for (const key of ids) work.wake({ topic: accessTopic, key });
    return gone;
  },
});
