import type { Signal } from "@beckon/contracts/signals";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { chooseAgent, type Hint } from "./choose-agent.ts";
import { agentsNamed, type AgentRow } from "./agents.repository.ts";
import type { KnownSessions, Located } from "./known-sessions.ts";
import { makeAgent } from "./make-agent.ts";
import { isRehomed, rehome, type Rehomed } from "./rehome.ts";
import { newState, type SessionDraft } from "./session-state.ts";
import { insertSessions, lockMaking, lockSessions, lockVersions, nameOf, toMinute, type SessionRow } from "./sessions.repository.ts";

/** The token that signals came with. */
export type SignalOwner = { id: string; name: string; demo?: boolean };
export type Told = { owner: SignalOwner; signal: Signal };

/** A session of the batch, locked, with its agent. */
export type OpenSession = SessionDraft & { row: SessionRow; agent: AgentRow; isNew: boolean };

/** Sub-agents of sub-agents, of which no more levels are believed. */
const deepest = 8;
/** Whose sub-agents have an id within their session. Others' ids may well have a slash in them. */
const subAgentSources = new Set(["claude-code", "codex"]);

/** What is told without a session belongs to one of its agent's own, which has no run's id. */
export const sessionKeyOf = ({ owner, signal }: { owner: SignalOwner; signal: Pick<Signal, "session" | "agent"> }): string =>
  signal.session ?? `~${signal.agent?.name ?? owner.name}@${signal.agent?.host ?? ""}`;

/**
 * The sessions of a batch, made where they are new; from memory where this process wrote them last.
 * All are locked before anything else is touched, and in one order for everybody, so that batches of
 * several processes wait for each other and never in a ring. Parents are opened with their children, for a child's
 * agent stands under its parent's. By name; `taken` says when memory was asked, `alone` that there is no other process.
 * Where all are remembered memory is believed: `sure` rejects where another process wrote one of them since, and all is to be
 * taken back and tried again. It is to be heard before the transaction ends, and not waited for alone.
 * Whatever is not remembered is looked at after the batch `before` this one, which may still be under way.
 */
export const locate = async (
  work: Work,
  told: readonly Told[],
  { known, alone, now, before }: { known: KnownSessions; alone: boolean; now: Date; before: Promise<void> },
): Promise<{ sessions: Map<string, OpenSession>; taken: number; rehomed: Rehomed; sure?: Promise<void> }> => {
  const hints = gatherHints(told);
  const names = [...hints.values()].map(({ name }) => name);
  // One that the batch before this one has taken out comes back with the end of that.
  if (!known.has(names)) await before;
  const { located, generation: taken } = known.take(names);
  const locking = alone ? undefined : lockVersions(work, names);
  // It may fail while something else is waited for; whoever waits for it hears why.
  locking?.catch(() => undefined);
  const all = byName(located);
  if (locking && all.size === names.length && known.isSure() && !isRehomed([...hints.values()], all)) {
    const sure = locking.then((versions) => {
      if (located.every(({ row }) => versions.get(nameOf(row)) === row.version)) return;
      known.doubt();
      throw outdated();
    });
    return { sessions: openAll(all), taken, rehomed: { moved: [], gone: [] }, sure };
  }
  await before;
  const versions = await locking;
  const remembered = byName(located.filter(({ row }) => !versions || versions.get(nameOf(row)) === row.version));
  const asked = names.filter((name) => !remembered.has(nameOf(name)));
  // What is not among the versions was made since then, or is not there: to wait for it now would be out of order.
  const locked = versions ? asked.filter((name) => versions.has(nameOf(name))) : asked;
  const found = new Map([...remembered, ...byName(await lockSessions(work.db, locked))]);
  const missing = inOneOrder([...hints.values()].filter(({ name }) => !found.has(nameOf(name))));
  const made = missing.length === 0 ? undefined : byName(await makeSessions(work, missing, { found, alone, now }));
  const opened = new Map([...found, ...(made ?? [])]);
  const rehomed = await rehome(work, { hints: [...hints.values()], located: opened, now });
  return { sessions: openAll(opened, made), taken, rehomed };
};

/** As the database says it of two transactions that cannot both be: whoever hears it tries again. */
const outdated = () => Object.assign(new Error("another process wrote to these sessions meanwhile"), { code: "40001" });

const byName = (located: Located[]) => new Map(located.map((one) => [nameOf(one.row), one]));

const openAll = (located: ReadonlyMap<string, Located>, made?: ReadonlyMap<string, Located>): Map<string, OpenSession> =>
  new Map([...located].map(([name, { row, agent }]) => [name, open(row, agent, made?.has(name) ?? false)]));

const open = (row: SessionRow, agent: AgentRow, isNew: boolean): OpenSession => ({
  row,
  agent,
  isNew,
  lastSignalAt: row.lastSignalAt,
  endedAt: row.endedAt ?? undefined,
  state: row.state,
});

/** Parents before their children, and else by name: rows are made in one order by everybody, or two processes wait for each other. */
const inOneOrder = (hints: readonly Hint[]): Hint[] => {
  const byKey = new Map(hints.map((hint) => [nameOf(hint.name), hint]));
  const levels = new Map(hints.map((hint) => [hint, levelOf(hint, byKey)]));
  const level = (hint: Hint) => levels.get(hint) ?? 0;
  return hints.toSorted((a, b) => level(a) - level(b) || (orderOf(a) < orderOf(b) ? -1 : 1));
};
/** Those who say to be each other's parent are on the deepest level. */
const levelOf = (hint: Hint, byKey: ReadonlyMap<string, Hint>): number => {
  let level = 0;
  for (let at: Hint | undefined = hint; at?.parentKey !== undefined && level < deepest; level += 1)
    at = byKey.get(nameOf({ ownerId: at.owner.id, key: at.parentKey }));
  return level;
};
const orderOf = ({ owner, agent, name }: Hint) => JSON.stringify([owner.id, agent?.name ?? owner.name, agent?.host ?? "", name.key]);

/** What the batch says of who and where, each session once. */
const gatherHints = (told: readonly Told[]): Map<string, Hint> => {
  const hints = new Map<string, Hint>();
  const hintOf = (owner: SignalOwner, key: string, at: string) => {
    const name = { ownerId: owner.id, key };
    const before = hints.get(nameOf(name));
    if (before) {
      if (at < before.at) before.at = at;
      return before;
    }
    const hint: Hint = { name, owner, at };
    hints.set(nameOf(name), hint);
    return hint;
  };
  for (const one of told) {
    const { owner, signal } = one;
    const hint = hintOf(owner, sessionKeyOf(one), signal.at);
    const parentKey = parentOf(signal, hint.name.key);
    if (parentKey !== undefined) hint.parentKey = parentKey;
    if (signal.agent) hint.agent = { ...signal.agent, ...hint.agent };
    for (let child = hint, up = 0; child.parentKey !== undefined && up < deepest; up += 1) {
      const parent = hintOf(owner, child.parentKey, signal.at);
      parent.parentKey ??= pathOf(signal.source, parent.name.key);
      child = parent;
    }
  }
  return hints;
};

const parentOf = (signal: Signal, key: string) => {
  const said = signal.kind === "session.started" || signal.kind === "session.described" ? signal.data.parentSession : undefined;
  const parent = said ?? pathOf(signal.source, key);
  return parent === key || parent === "" ? undefined : parent;
};

/** `<session>/<part>` is a sub-agent's run by its very name, where it is us who make that name. */
const pathOf = (source: string, key: string) =>
  subAgentSources.has(source) && !key.startsWith("~") ? key.slice(0, Math.max(0, key.lastIndexOf("/"))) || undefined : undefined;

const makeSessions = async (
  work: Work,
  hints: Hint[],
  { found, alone, now }: { found: ReadonlyMap<string, Located>; alone: boolean; now: Date },
): Promise<Located[]> => {
  if (!alone)
    await lockMaking(
      work.db,
      hints.map(({ owner }) => owner.id),
    );
  const known = await agentsNamed(work.db, {
    ownerIds: [...new Set(hints.map(({ owner }) => owner.id))],
    names: [...new Set(hints.map(({ owner, agent }) => agent?.name ?? owner.name))],
  });
  const rows = new Map([...found].map(([name, { row }]) => [name, row]));
  const made: SessionRow[] = [];
  for (const hint of hints) {
    const parent = hint.parentKey === undefined ? undefined : rows.get(nameOf({ ownerId: hint.owner.id, key: hint.parentKey }));
    const agent = chooseAgent(known, hint, parent?.agentId) ?? (await makeAgent(work, known, { hint, parentId: parent?.agentId, now }));
    const at = new Date(hint.at);
    const row: SessionRow = {
      id: newId("se", now.getTime()),
      ownerId: hint.owner.id,
      key: hint.name.key,
      agentId: agent.id,
      parentId: parent?.id ?? null,
      lastSignalAt: at,
      activeAt: toMinute(at),
      endedAt: null,
      version: 0,
      state: newState(at),
    };
    rows.set(nameOf(hint.name), row);
    made.push(row);
  }
  await insertSessions(
    work.db,
    made.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
  );
  // Another process may have made one of them meanwhile: its row stands. Whoever has it locked may wait for one of ours.
  const located = await lockSessions(work.db, made, { skipLocked: !alone });
  if (located.length < made.length) throw outdated();
  return located;
};
