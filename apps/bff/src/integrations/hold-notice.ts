import type { Signal } from "@beckon/contracts/signals";
import { holdsOfRun, type HookHoldRow } from "./holds.repository.ts";
import type { HoldIndex } from "./hold-index.ts";
import type { Settling } from "./hold-settle.ts";
import { reasons, runOf, type HoldOwner, type HoldsDeps } from "./hold-types.ts";
import type { HookCall, HookFact } from "./hook-types.ts";

/** A report without the call's id is believed of a hold only if it is not older than it, give or take. */
const skewMs = 2_000;
/** How late a report may come of a question that is closed already. */
const lateMs = 600_000;

/** Sees from what agents report that a question was answered elsewhere, and what came of an answer. */
export const createNotice = (deps: HoldsDeps & { index: HoldIndex; settling: Settling }) => {
  const { database, clock, index, settling } = deps;

  const rowsOf = async (owner: HoldOwner, session: string): Promise<HookHoldRow[]> => {
    const mark = await index.look(owner.id, session);
    if (mark === undefined) return [];
    const since = new Date(clock().getTime() - lateMs);
    const rows = await holdsOfRun(database.db, { ownerId: owner.id, run: runOf(session), since });
    if (rows.every(({ state }) => state === "closed")) index.forget(owner.id, session, mark);
    return rows;
  };

  const apply = async (rows: HookHoldRow[], fact: Exclude<HookFact, { kind: "call.began" }>): Promise<void> => {
    if (fact.kind === "session.ended" || fact.kind === "turn") {
      const isRun = fact.kind === "session.ended" && fact.session === runOf(fact.session);
      const concerned = rows.filter(({ session }) => isRun || session === fact.session);
      await settling.close(open(concerned), { reason: fact.kind === "turn" ? reasons.answered : reasons.ended });
      await settling.forget(answered(concerned));
      return;
    }
    const found = together(rows, findCall(rows, fact.call));
    const { callId } = fact.call;
    if (fact.kind === "call.ended") {
      await settling.close(open(found), { reason: reasons.answered, callId });
      if (answered(found).length > 0)
        await settling.finish(
          answered(found),
          { status: fact.ok ? "executed" : "failed", ...(fact.message ? { message: fact.message } : {}) },
          callId,
        );
      return;
    }
    await settling.close(open(found), { reason: fact.accepted ? reasons.answered : reasons.refused, callId });
    if (callId && answered(found).some((row) => row.callId === null)) await settling.nameCall(answered(found), callId);
  };

  const applySignal = async (rows: HookHoldRow[], signal: Signal): Promise<void> => {
    if (signal.kind === "session.ended") return apply(rows, { kind: "session.ended", session: signal.session as string });
    if (signal.kind !== "tool.decided" && signal.kind !== "tool.ended") return;
    const { callId } = signal.data;
    const own = rows.filter(({ source, session }) => source === signal.source && session === signal.session);
    const named =
      callId === undefined
        ? []
        : together(
            rows,
            own.find((row) => row.callId === callId),
          );
    if (signal.kind === "tool.ended") {
      if (named.length === 0) return;
      const { ok, error } = signal.data;
      await settling.close(open(named), { reason: reasons.answered });
      if (answered(named).length > 0)
        await settling.finish(answered(named), { status: ok ? "executed" : "failed", ...(error ? { message: error } : {}) }, callId);
      return;
    }
    const reason = signal.data.accepted ? reasons.answered : reasons.refused;
    if (named.length > 0) return settling.close(open(named), { reason });
    // Our own answer comes back as "by a hook": it tells which call it was, and closes no other question.
    if (signal.data.by === "hook") {
      const echoed = together(rows, unnamed(answered(own), signal)[0]);
      if (callId && echoed.length > 0) await settling.nameCall(echoed, callId);
      return;
    }
    if (signal.data.by !== "person") return;
    await settling.close(together(rows, unnamed(open(own), signal)[0]), { reason, callId });
  };

  const take = async (owner: HoldOwner, fact: HookFact): Promise<void> => {
    if (fact.kind !== "call.began") {
      const rows = await rowsOf(owner, sessionOf(fact));
      if (rows.length > 0) await apply(rows, fact);
    }
    noteCall(owner, fact);
  };
  const noteCall = (owner: HoldOwner, fact: HookFact): void => {
    if (fact.kind === "call.began") index.remember(owner.id, fact.call);
    if (fact.kind === "call.ended") index.forgetCall(owner.id, fact.call);
  };
  const underWay = new Set<Promise<void>>();

  return {
    /** What a hook says, in the order in which it says it. */
    facts: async (owner: HoldOwner, facts: readonly HookFact[]): Promise<void> => {
      // Thousands a second are of runs that hold no question.
      if (facts.every((fact) => index.isQuiet(owner.id, sessionOf(fact)))) {
        for (const fact of facts) noteCall(owner, fact);
        return;
      }
      const taking = (async () => {
        for (const fact of facts) await take(owner, fact);
      })();
      const over = taking.catch(() => undefined);
      underWay.add(over);
      await taking.finally(() => underWay.delete(over));
    },
    /** Resolves when what has arrived by now has been heard, such as that the session ended, which comes before its end. */
    heard: async (): Promise<void> => void (await Promise.all(underWay)),
    /** What telemetry says, which may come late and in batches. */
    signals: async (owner: HoldOwner, signals: readonly Signal[]): Promise<void> => {
      for (const signal of signals) {
        if (signal.session === undefined || !tellingKinds.has(signal.kind) || index.isQuiet(owner.id, signal.session)) continue;
        const rows = await rowsOf(owner, signal.session);
        if (rows.length > 0) await applySignal(rows, signal);
      }
    },
  };
};

const sessionOf = (fact: HookFact): string => ("call" in fact ? fact.call.session : fact.session);
const tellingKinds = new Set<Signal["kind"]>(["tool.decided", "tool.ended", "session.ended"]);

const open = (rows: readonly HookHoldRow[]) => rows.filter(({ state }) => state === "open");
const answered = (rows: readonly HookHoldRow[]) => rows.filter(({ state }) => state === "answered");

/** The questions that were asked with this one. */
const together = (rows: readonly HookHoldRow[], one: HookHoldRow | undefined) =>
  one ? rows.filter(({ holdId }) => holdId === one.holdId) : [];

/** By the call's id, else by what it is called with; the oldest that is not settled. */
const findCall = (rows: readonly HookHoldRow[], call: HookCall): HookHoldRow | undefined => {
  const own = rows.filter(({ session }) => session === call.session);
  const named = call.callId === undefined ? [] : own.filter(({ callId }) => callId === call.callId);
  if (named.length > 0) return named.find(({ state }) => state !== "closed") ?? named[0];
  // An agent that has an id for each question says that alone.
  const isSame = (row: HookHoldRow) => (call.tool === "" || row.tool === call.tool) && row.input === call.input;
  return own.find((row) => row.state !== "closed" && (row.callId === null || call.callId === undefined) && isSame(row));
};

/** Holds that a report without a known id can mean. More than one that fit equally: none is sure. */
const unnamed = (rows: readonly HookHoldRow[], signal: Extract<Signal, { kind: "tool.decided" }>): HookHoldRow[] => {
  const said = signal.data.command ?? signal.data.path;
  const fits = rows.filter((row) => row.callId === null && row.tool === signal.data.tool);
  const exact = fits.filter((row) => said !== undefined && row.doing === said);
  if (exact.length > 0) return exact;
  const vague = fits.filter((row) => (said === undefined || row.doing === null) && row.askedAt.getTime() - skewMs <= Date.parse(signal.at));
  return new Set(vague.map(({ holdId }) => holdId)).size === 1 ? vague : [];
};
