import type { Moved } from "../agents/rehome.ts";
import type { Work } from "../platform/db/database.ts";
import { casesOf, lockAllNames } from "./cases.repository.ts";
import type { Case, Word } from "./coordination.types.ts";
import { settle, type SettleDeps } from "./settle.ts";

/** What was told of a run before it was known whose it is, is of the agent that it stands under now. */
export const rehome =
  (deps: SettleDeps) =>
  async (work: Work, moved: readonly Moved[]): Promise<void> => {
    const gone = moved.filter((one) => one.gone);
    const sought = { sessionIds: moved.map(({ sessionId }) => sessionId), agentIds: [...new Set(gone.map(({ from }) => from))] };
    if ((await casesOf(work.db, sought)).length === 0) return;
    // Whoever calls goes on to lock more: all at once, or two processes wait for each other.
    await lockAllNames(work.db);
    const cases = await casesOf(work.db, sought);
    const change = movedWord(moved);
    const became = new Map(gone.map(({ from, to }) => [from, to.id]));
    await settle(deps, work, { tellings: [], rehomed: { cases: cases.map((one) => withWords(one, change)), became } });
  };

const withWords = (one: Case, change: (word: Word) => Word): Case => ({ ...one, words: one.words.map(change) });

const movedWord =
  (moved: readonly Moved[]) =>
  (word: Word): Word => {
    const of = (id: string | undefined, session?: string) =>
      moved.find(({ sessionId, from, gone }) => from === id && (gone || sessionId === session))?.to;
    const [by, up, to] = [of(word.byId, word.session), of(word.upId, word.upSession), of(word.toId)];
    const roleOf = (agent: Moved["to"], told: string | undefined) => agent.givenRole ?? told ?? agent.role ?? undefined;
    const [byRole, upRole] = [by && roleOf(by, word.byRole), up && roleOf(up, word.upRole)];
    return {
      ...word,
      ...(by ? { byId: by.id, byName: by.name, ...(byRole ? { byRole } : {}) } : {}),
      ...(up ? { upId: up.id, upName: up.givenName ?? up.name, ...(upRole ? { upRole } : {}) } : {}),
      ...(to ? { toId: to.id } : {}),
    };
  };
