import { setTimeout as sleep } from "node:timers/promises";
import { decisionRequestInput, type DecisionRequest } from "@beckon/contracts/decisions";
import { DomainError } from "../platform/errors.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { attachHold, detachHold, holdOf, insertHold, settleHolds } from "./holds.repository.ts";
import { runKey, type HoldIndex } from "./hold-index.ts";
import type { Leases } from "./hold-leases.ts";
import type { Settling } from "./hold-settle.ts";
import { holdTopic, reasons, runOf, type HoldOwner, type HoldsDeps } from "./hold-types.ts";
import type { HookAnswer, HookQuestion } from "./hook-types.ts";

export type Ask = {
  owner: HoldOwner;
  source: string;
  question: HookQuestion;
  /** The call in words, for reports that have no id of it. */
  doing?: string | undefined;
  /** Who has one comes again when the connection is lost. */
  key?: string | undefined;
  /** How long to hold, in milliseconds; without it for as long as the client does. */
  waitMs?: number | undefined;
  /** The client has gone. */
  signal: AbortSignal;
};

/** `none`: the agent goes on as if it had not asked. `pending`: it shall ask again. */
export type Asked = { kind: "answer"; answer: HookAnswer } | { kind: "none" } | { kind: "pending" };

const readMs = 3_600_000;
const retryMs = 1_000;
const lastWordsMs = 250;
/** Time limits of hooks that are known: the agent's default, and the one that `connect` writes. */
const knownLimits = [600_000, 86_400_000];

export const holdIdOf = (owner: HoldOwner, source: string, key: string) => sha256(`${owner.id} ${source} ${key}`).slice(0, 40);

type Deps = HoldsDeps & { index: HoldIndex; settling: Settling; leases: Leases; stopping: AbortSignal; heard: () => Promise<void> };

/** Asks, and holds the agent's connection until the answer is there, in this process or from any other. */
export const ask = (deps: Deps) => {
  const { database, clock, logger, decisions, index, settling, leases, stopping, heard } = deps;

  return async (asking: Ask): Promise<Asked> => {
    const { owner, question, key } = asking;
    const inputs = question.inputs.map((input) => decisionRequestInput.safeParse(input));
    if (inputs.length === 0 || inputs.some(({ success }) => !success)) {
      logger.warn(
        { source: asking.source, tool: question.call.tool },
        "a hook's question does not fit its contract and was left to the terminal",
      );
      return { kind: "none" };
    }
    const attachment = newId("at");
    const holdId = key === undefined ? newId("hold") : holdIdOf(owner, asking.source, key);
    const since = clock().getTime();
    leases.hold(attachment);
    try {
      const ids = await request(asking, { holdId, attachment, inputs: inputs.map(({ data }) => data as HookQuestion["inputs"][number]) });
      const end = await wait(asking, ids);
      if (end === "gone") return await leave(asking, { holdId, attachment, heldMs: clock().getTime() - since });
      if (end === "pending") {
        await detachHold(database.db, attachment, leases.until());
        return { kind: "pending" };
      }
      return await deliver(asking, { holdId, attachment, requests: end });
    } catch (error) {
      await detachHold(database.db, attachment, leases.until()).catch(() => undefined);
      throw error;
    } finally {
      leases.release(attachment);
    }
  };

  /** The requests, and this connection's place at them. */
  async function request(
    { owner, source, question, doing, key }: Ask,
    hold: { holdId: string; attachment: string; inputs: HookQuestion["inputs"] },
  ): Promise<string[]> {
    const { call } = question;
    const { holdId, attachment } = hold;
    const callId = index.callIdOf(owner.id, call) ?? null;
    const ids: string[] = [];
    let again = false;
    for (const [position, input] of hold.inputs.entries()) {
      const asked = await decisions.request(owner, input, `hook:${holdId}:${position}`, async (work, { id: requestId }) => {
        await insertHold(work.db, {
          requestId,
          holdId,
          ownerId: owner.id,
          source,
          run: runOf(call.session),
          session: call.session,
          tool: call.tool,
          input: call.input,
          doing: doing ?? null,
          callId,
          attachment,
          returns: key !== undefined,
          askedAt: clock(),
          leaseUntil: leases.until(),
        });
        work.wake({ topic: holdTopic, key: runKey(owner.id, call.session) });
      });
      ids.push(asked.request.id);
      again ||= !asked.created;
    }
    index.add(owner.id, call.session);
    if (again) await attachHold(database.db, { holdId, ownerId: owner.id, attachment, leaseUntil: leases.until() });
    return ids;
  }

  /** All answers, or why there are none. One that was taken back, or fell to nothing, ends the waiting for all. */
  async function wait({ owner, waitMs, signal }: Ask, ids: string[]): Promise<DecisionRequest[] | "gone" | "pending"> {
    const either = AbortSignal.any([signal, stopping]);
    const deadline = waitMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + waitMs;
    const settled: DecisionRequest[] = [];
    for (const id of ids) {
      for (;;) {
        const left = Math.max(0, Math.min(readMs, deadline - performance.now()));
        const request = await read(owner, id, { waitMs: left, signal: either });
        if (request && request.status !== "pending") {
          settled.push(request);
          break;
        }
        if (either.aborted) return "gone";
        if (performance.now() >= deadline) return "pending";
      }
      if (!settled.at(-1)?.decision) break;
    }
    return settled;
  }

  /** A database that is away for a moment must not cost the agent its answer: the client would not ask again. */
  async function read(
    owner: HoldOwner,
    id: string,
    options: { waitMs: number; signal: AbortSignal },
  ): Promise<DecisionRequest | undefined> {
    try {
      return await decisions.read(owner, id, options);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      logger.warn({ err: error }, "a held hook could not read its request; it is tried again");
      await sleep(retryMs, undefined, { signal: options.signal, ref: false }).catch(() => undefined);
      return undefined;
    }
  }

  async function deliver(asking: Ask, done: { holdId: string; attachment: string; requests: DecisionRequest[] }): Promise<Asked> {
    const { owner, question, signal, key } = asking;
    // Gone at the very moment of the answer: who comes again finds it, for anybody else it came too late.
    if (signal.aborted || stopping.aborted) return leave(asking, { ...done, heldMs: 0 });
    const answer = done.requests.length === question.inputs.length ? question.answer(done.requests) : undefined;
    const rows = await settleHolds(database.db, {
      requestIds: (await holdOf(database.db, owner.id, done.holdId)).map(({ requestId }) => requestId),
      from: ["open", ...(key === undefined ? [] : (["answered"] as const))],
      to: answer ? { state: "answered", ...(answer.ran ? { input: answer.ran } : {}) } : { state: "closed" },
    });
    if (!answer) await withdrawRest(asking, done.holdId);
    return answer && rows.length > 0 ? { kind: "answer", answer } : { kind: "none" };
  }

  /** Part of the questions was taken back: the others have nobody to answer to. */
  async function withdrawRest({ owner }: Ask, holdId: string) {
    for (const { requestId } of await holdOf(database.db, owner.id, holdId))
      await decisions.cancel(owner, requestId, reasons.answered).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
      });
  }

  /** The client has gone, or this server stops. */
  async function leave({ owner, key, signal }: Ask, gone: { holdId: string; attachment: string; heldMs: number }): Promise<Asked> {
    if (stopping.aborted || key !== undefined) {
      // Stopped: another process, or the next start, takes it up at once where nobody will come again.
      await detachHold(database.db, gone.attachment, stopping.aborted && key === undefined ? clock() : leases.until());
      return { kind: key === undefined ? "none" : "pending" };
    }
    // What a run says at its end comes by a connection of its own, and may still be on its way.
    await sleep(lastWordsMs);
    await heard();
    const isLate = knownLimits.some((limit) => Math.abs(gone.heldMs - limit) < 1_500);
    const rows = await holdOf(database.db, owner.id, gone.holdId);
    await settling.close(rows, { reason: signal.aborted && !isLate ? reasons.refused : reasons.late });
    return { kind: "none" };
  }
};
