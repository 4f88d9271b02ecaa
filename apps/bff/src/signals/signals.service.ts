import type { Happening } from "@beckon/contracts/agents";
import type { SignalAnswer } from "@beckon/contracts/signals";
import { signal as signalShape, signalKinds, type Signal } from "@beckon/contracts/signals";
import type { Db, Work } from "../platform/db/database.ts";
import { createListeners } from "../platform/db/database.ts";
import { inOneGo } from "../platform/db/in-one-go.ts";
import { appendGroup } from "./append.ts";
import { createIntake } from "./intake.ts";
import { firstEnds, type RunEnd } from "./ends.repository.ts";
import { toHappening, toldKinds, withoutEchoes } from "./happenings.ts";
import { deleteSignals, heardOf, listSignals, pruneSignals, recentSignals } from "./signals.repository.ts";
import type { SessionQuery } from "../agents/search.ts";
import type { AcceptedListener, Appended, Entry, SignalOwner, SignalsDeps } from "./signals.types.ts";

const keptDays = 30;
const pruneAtOnce = 20_000;
const groupSize = 2_000;
const pageSize = 100;
const happeningsEach = 16;

export type SignalsService = ReturnType<typeof createSignalsService>;

/** The normalised facts: taken in groups, each once, and handed to the slices in the same transaction. */
export const createSignalsService = (deps: SignalsDeps) => {
  const accepted = createListeners<Parameters<AcceptedListener>>();
  const commit = appendGroup(deps, accepted.emit);
  const intake = createIntake<Entry, Appended>({
    commit: (entries, turn) => inOneGo(deps.database, (work) => commit(work, entries, turn), turn.over),
    overlapping: deps.database.engine === "postgres",
    sizeOf: ({ signals }) => signals.length + 1,
    groupSize,
  });

  /** Resolves when the signals are durable; throws only when the database is away, and then none is kept. */
  const append = (owner: SignalOwner, signals: readonly Signal[]): Promise<Appended> =>
    signals.length === 0 ? Promise.resolve({ accepted: 0, duplicates: 0, stale: 0 }) : intake.add({ owner, signals });

  /** What sessions did lately, short and oldest first. */
  const happenings = async (db: Db, sessionIds: string[]): Promise<ReadonlyMap<string, Happening[]>> => {
    const rows = await recentSignals(db, { sessionIds, kinds: toldKinds, each: happeningsEach });
    const told = rows.flatMap(({ sessionId, at, kind, data }) => {
      const happening = toHappening({ id: "", source: "", at: at.toISOString(), kind, data } as Signal);
      return happening ? [{ sessionId, happening }] : [];
    });
    return new Map(
      [...Map.groupBy(told, (one) => one.sessionId)].map(([id, all]) => [id, withoutEchoes(all.map(({ happening }) => happening))]),
    );
  };

  return {
    append,
    /** As `append`, of signals made from state that is read and written in the same transaction. */
    appendDerived: (owner: SignalOwner, derive: (work: Work) => Promise<readonly Signal[]>): Promise<Appended> =>
      intake.add({ owner, signals: [], derive }),
    /** As `append`, of what a program sent: each is judged by itself. */
    appendUnknown: async (owner: SignalOwner, values: readonly unknown[]): Promise<SignalAnswer> => {
      const rejected: SignalAnswer["rejected"] = [];
      const good: Signal[] = [];
      for (const [index, value] of values.entries()) {
        const parsed = signalShape.safeParse(value);
        if (parsed.success) good.push(parsed.data);
        else rejected.push({ index, ...why(value, parsed.error) });
      }
      const { accepted: taken, duplicates, stale } = await append(owner, good);
      if (stale > 0) {
        const oldest = deps.clock().getTime() - keptDays * 86_400_000;
        for (const [index, value] of values.entries()) {
          const at = signalShape.safeParse(value).data?.at;
          if (at !== undefined && Date.parse(at) < oldest)
            rejected.push({ index, code: "signal.too_old", detail: `older than the ${keptDays} days that signals are kept` });
        }
      }
      return { accepted: taken, duplicates, rejected: rejected.sort((a, b) => a.index - b.index) };
    },
    /** Called after commit, in this process, for what had not been told before. */
    onAccepted: (listener: AcceptedListener) => accepted.add(listener),
    happenings,
    /** When runs were first done with what they were asked, as far as they told. */
    firstEnds: (db: Db, sessionIds: readonly string[]): Promise<RunEnd[]> => firstEnds(db, sessionIds),
    /** One page of the sessions with what they did lately, newest sign first. */
    sessions: async (query: SessionQuery) => {
      const page = await deps.agents.sessions(query);
      const recent = await happenings(
        deps.database.db,
        page.items.map(({ id }) => id),
      );
      return { ...page, items: page.items.map((session) => ({ ...session, recent: recent.get(session.id) ?? [] })) };
    },
    /** What one session did, newest first. */
    timeline: async (sessionId: string, before?: { at: Date; key: string }) => {
      const rows = await listSignals(deps.database.db, { sessionId, ...(before ? { before } : {}), limit: pageSize });
      const last = rows.at(-1);
      return {
        items: rows.map(({ key, at, kind, source, task, data }) => ({
          key,
          at: at.toISOString(),
          kind,
          source,
          ...(task ? { task } : {}),
          data,
        })),
        ...(last && rows.length === pageSize ? { cursor: `${last.at.getTime()}~${last.key}` } : {}),
      };
    },
    /** When each of these runs told something of itself last, and of a limit that it hit since then. */
    heard: (db: Db, sessionIds: string[], since: Date) => heardOf(db, sessionIds, since),
    /** Takes away what was told of these sessions; says how much. */
    forget: (work: Work, sessionIds: string[]): Promise<number> => deleteSignals(work.db, sessionIds),
    prune: async () => {
      const before = new Date(deps.clock().getTime() - keptDays * 86_400_000);
      while ((await pruneSignals(deps.database.db, before, pruneAtOnce)) === pruneAtOnce);
    },
  };
};

type ParseError = NonNullable<ReturnType<typeof signalShape.safeParse>["error"]>;

const why = (value: unknown, error: ParseError) => {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  if (typeof kind === "string" && !(signalKinds as string[]).includes(kind)) return { code: "signal.unknown_kind" };
  const [issue] = error.issues;
  return { code: "signal.invalid", ...(issue ? { detail: `/${issue.path.map(String).join("/")}: ${issue.message}`.slice(0, 300) } : {}) };
};
