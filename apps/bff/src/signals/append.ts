import { hash } from "node:crypto";
import type { Signal } from "@beckon/contracts/signals";
import { sessionKeyOf, type OpenSession, type Told } from "../agents/locate.ts";
import { foldSignal } from "../agents/session-state.ts";
import type { Work } from "../platform/db/database.ts";
import { book } from "./book.ts";
import type { Turn } from "./intake.ts";
import { react } from "./reactions.ts";
import { insertSignals } from "./signals.repository.ts";
import type { AcceptedListener, Appended, Entry, SignalsDeps } from "./signals.types.ts";

const keptDays = 30;
/** A clock that runs ahead by more than this is put right: a sign from the future would stay the newest. */
const aheadMs = 60_000;

type Keyed = Told & { key: string; entry: number };

/**
 * One group in one transaction: which facts are new, what they say of their sessions, what they
 * cost, and the places in the feed.
 */
export const appendGroup =
  (deps: SignalsDeps, tell: AcceptedListener) =>
  async (work: Work, entries: readonly Entry[], turn: Turn): Promise<Appended[]> => {
    // What is derived follows from what the group before it left.
    if (entries.some(({ derive }) => derive)) await turn.before;
    const now = deps.clock();
    const results = entries.map((): Appended => ({ accepted: 0, duplicates: 0, stale: 0 }));
    const keyed = await gather(work, entries, { now, results });
    if (keyed.length === 0) return results;

    const { sessions, taken, moved, sure } = await deps.agents.locate(work, keyed, turn.before);
    const facts = keyed.map((one) => ({ ...one, open: sessions.get(`${one.owner.id}\n${sessionKeyOf(one)}`) as OpenSession }));
    const inserting = insertSignals(
      work,
      facts.map(({ key, open, signal }) => ({ key, sessionId: open.row.id, signal })),
      now,
    );
    // Both are under way; where both fail, the first tells why.
    inserting.catch(() => undefined);
    await sure;
    const news = await inserting;
    // Until here its own rows were told apart and locked; what slices make of them follows from what was before.
    await turn.before;
    const fresh = facts
      .filter(({ key }) => news.has(key))
      .sort((a, b) => (a.signal.at < b.signal.at ? -1 : a.signal.at > b.signal.at ? 1 : 0));
    for (const { entry, key } of keyed) results[entry]![news.has(key) ? "accepted" : "duplicates"] += 1;

    const heads = new Map<OpenSession, NonNullable<Signal["agent"]>>();
    for (const { open, signal } of fresh) {
      foldSignal(open, signal);
      if (signal.agent) heads.set(open, { ...heads.get(open), ...signal.agent });
    }
    const opened = [...sessions.values()].filter(({ isNew }) => isNew);
    const changed = [...new Set([...fresh.map(({ open }) => open), ...opened])];
    await book(work, deps.usage, { told: fresh, changed });
    await deps.agents.save(work, { changed, heads, taken });
    await react(work, { facts: fresh, moved, opened }, deps.reactions);
    turn.sent();
    work.afterCommit(() => {
      for (const [index, own] of Map.groupBy(fresh, ({ entry }) => entry))
        tell(
          entries[index]!.owner,
          own.map(({ signal }) => signal),
        );
    });
    return results;
  };

type Gathering = { now: Date; results: Appended[] };

/** Every fact of the group once, by its key, in one order for all. */
const gather = async (work: Work, entries: readonly Entry[], { now, results }: Gathering): Promise<Keyed[]> => {
  const oldest = new Date(now.getTime() - keptDays * 86_400_000).toISOString();
  const newest = now.getTime() + aheadMs;
  const keyed = new Map<string, Keyed>();
  for (const [entry, { owner, signals, derive }] of entries.entries()) {
    const all = derive ? [...signals, ...(await derive(work))] : signals;
    for (const given of all) {
      const told = new Date(given.at);
      const at = (told.getTime() > newest ? now : told).toISOString();
      const signal = at === given.at ? given : { ...given, at };
      const key = keyOf(owner.id, signal);
      if (signal.at < oldest) results[entry]!.stale += 1;
      else if (keyed.has(key)) results[entry]!.duplicates += 1;
      else keyed.set(key, { owner, signal, key, entry });
    }
  }
  return [...keyed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
};

/** 128 bits of owner, source and id: one agent cannot meet another's facts. */
const keyOf = (ownerId: string, { source, id }: Signal) => hash("sha256", JSON.stringify([ownerId, source, id])).slice(0, 32);
