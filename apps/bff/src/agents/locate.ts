import type { Signal } from "@beckon/contracts/signals";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { chooseAgent, type Hint } from "./choose-agent.ts";
import { agentsNamed, insertAgent, type AgentRow } from "./agents.repository.ts";
import type { KnownSessions, Located } from "./known-sessions.ts";
import { newState, type SessionDraft } from "./session-state.ts";
import { insertSessions, lockSessions, lockVersions, nameOf, toMinute, type SessionRow } from "./sessions.repository.ts";

/** The token that signals came with. */
export type SignalOwner = { id: string; name: string; demo?: boolean };
export type Told = { owner: SignalOwner; signal: Signal };

/** A session of the batch, locked, with its agent. */
export type OpenSession = SessionDraft & { row: SessionRow; agent: AgentRow; isNew: boolean };

/** What is told without a session belongs to one of its agent's own, which has no run's id. */
export const sessionKeyOf = ({ owner, signal }: Told) =>
  signal.session ?? `~${signal.agent?.name ?? owner.name}@${signal.agent?.host ?? ""}`;

/**
 * The sessions of a batch, made where they are new; from memory where this process wrote them last.
 * All are locked before anything else is touched, and in one order for everybody, so that batches of
 * several processes wait for each other and never in a ring. Parents are opened with their children, for a child's
 * agent stands under its parent's. By name; `taken` says when memory was asked, `alone` that there is no other process.
 */
export const locate = async (
  work: Work,
  told: readonly Told[],
  { known, alone, now }: { known: KnownSessions; alone: boolean; now: Date },
): Promise<{ sessions: Map<string, OpenSession>; taken: number }> => {
  const hints = gatherHints(told);
  const names = [...hints.values()].map(({ name }) => name);
  const { located, generation: taken } = known.take(names);
  const versions = alone ? undefined : await lockVersions(work.db, names);
  const remembered = byName(located.filter(({ row }) => !versions || versions.get(nameOf(row)) === row.version));
  const asked = names.filter((name) => !remembered.has(nameOf(name)));
  const found = new Map([...remembered, ...byName(await lockSessions(work.db, asked))]);
  const missing = [...hints.values()].filter(({ name }) => !found.has(nameOf(name))).sort(inOneOrder);
  const made = missing.length === 0 ? undefined : byName(await makeSessions(work, missing, { found, now }));
  const all = [...found, ...(made ?? [])];
  return { sessions: new Map(all.map(([name, { row, agent }]) => [name, open(row, agent, made?.has(name) ?? false)])), taken };
};

const byName = (located: Located[]) => new Map(located.map((one) => [nameOf(one.row), one]));

const open = (row: SessionRow, agent: AgentRow, isNew: boolean): OpenSession => ({
  row,
  agent,
  isNew,
  lastSignalAt: row.lastSignalAt,
  endedAt: row.endedAt ?? undefined,
  state: row.state,
});

/** Parents before their children, and else by name: rows are made in one order by everybody, or two processes wait for each other. */
const inOneOrder = (a: Hint, b: Hint) => {
  const level = Number(a.parentKey !== undefined) - Number(b.parentKey !== undefined);
  return level !== 0 ? level : orderOf(a) < orderOf(b) ? -1 : 1;
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
    const key = sessionKeyOf(one);
    const parentKey = parentOf(signal, key);
    if (parentKey !== undefined) hintOf(owner, parentKey, signal.at);
    const hint = hintOf(owner, key, signal.at);
    if (parentKey !== undefined) hint.parentKey = parentKey;
    hint.agent = { ...signal.agent, ...hint.agent };
  }
  return hints;
};

/** `<session>/<part>` is a sub-agent's run by its very name. */
const parentOf = (signal: Signal, key: string) => {
  const said = signal.kind === "session.started" || signal.kind === "session.described" ? signal.data.parentSession : undefined;
  const parent = said ?? (key.includes("/") ? key.slice(0, key.lastIndexOf("/")) : undefined);
  return parent === key || parent === "" ? undefined : parent;
};

const makeSessions = async (
  work: Work,
  hints: Hint[],
  { found, now }: { found: ReadonlyMap<string, Located>; now: Date },
): Promise<Located[]> => {
  const known = await agentsNamed(work.db, {
    ownerIds: [...new Set(hints.map(({ owner }) => owner.id))],
    names: [...new Set(hints.map(({ owner, agent }) => agent?.name ?? owner.name))],
  });
  const rows = new Map([...found].map(([name, { row }]) => [name, row]));
  const made: SessionRow[] = [];
  for (const hint of hints) {
    const parent = hint.parentKey === undefined ? undefined : rows.get(nameOf({ ownerId: hint.owner.id, key: hint.parentKey }));
    let agent = chooseAgent(known, hint, parent?.agentId);
    if (!agent) {
      agent = await insertAgent(work.db, agentRow(hint, parent?.agentId, now));
      known.push(agent);
    }
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
  // Another process may have made one of them meanwhile: its row stands.
  return lockSessions(work.db, made);
};

const agentRow = ({ owner, agent }: Hint, parentId: string | undefined, now: Date) => ({
  id: newId("ag", now.getTime()),
  ownerId: owner.id,
  name: agent?.name ?? owner.name,
  vendor: agent?.vendor ?? null,
  role: agent?.role ?? null,
  host: agent?.host ?? "",
  parentId: parentId ?? "",
  demo: owner.demo ?? false,
  firstSeenAt: now,
  lastSeenAt: now,
});
