import type { silenceInput, Silence, SilencePatch } from "@beckon/contracts/alerts";
import type { z } from "zod";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { keyReused } from "../platform/http/idempotency-key.ts";
import { newId, sha256 } from "../platform/ids.ts";
import { silenceNotFound, tooManySilences, wrongUntil } from "./alerts.errors.ts";
import { nameOfFiring } from "./alerts.repository.ts";
import type { AlertsDeps } from "./alerts.types.ts";
import { toSilence } from "./present.ts";
import { findSilenceByKey, insertSilence, listSilences, lockSilence, updateSilence, type SilenceRow } from "./silences.repository.ts";

const longestMs = 90 * 86_400_000;
const most = 200;

type Input = z.output<typeof silenceInput>;
type Deps = Pick<AlertsDeps, "database" | "clock" | "audit" | "feed">;

const endOf = (until: string, now: Date): Date => {
  const at = new Date(until);
  if (at <= now || at.getTime() > now.getTime() + longestMs) throw wrongUntil({ detail: "Within the next 90 days." });
  return at;
};

const callerIdOf = (caller: Caller): string =>
  caller.kind === "device" ? caller.deviceId : caller.kind === "token" ? caller.tokenId : caller.kind;

/** Says nothing of what fits, from the next look on. The same key again gives the silence of before. */
export const createSilence =
  (deps: Deps) =>
  async (caller: Caller, input: Input, key: string | undefined): Promise<{ silence: Silence; created: boolean }> => {
    const now = deps.clock();
    const [callerId, inputHash] = [callerIdOf(caller), sha256(JSON.stringify(input))];
    const before = (row: SilenceRow | undefined) => {
      if (row?.inputHash !== inputHash) throw keyReused({ detail: "Use a new key for a new silence." });
      return { silence: toSilence(row), created: false };
    };
    return deps.database.transaction(async (work) => {
      const known = key === undefined ? undefined : await findSilenceByKey(work.db, { callerId, key });
      if (known) return before(known);
      const until = endOf(input.until, now);
      if ((await listSilences(work.db, now)).length >= most) throw tooManySilences({ detail: `At most ${most}: end one first.` });
      const row = await insertSilence(work.db, {
        ...{ id: newId("si", now.getTime()), matcher: input.matcher, subjectName: await nameOf(work, input), from: now, until },
        ...{ comment: input.comment, by: actorOf(caller), callerId, idempotencyKey: key ?? null, inputHash },
      });
      if (!row) return before(await findSilenceByKey(work.db, { callerId, key: key as string }));
      await tell(deps, work, caller, {
        row,
        action: "alert_silence.created",
        detail: { matcher: row.matcher, until: input.until, comment: row.comment },
      });
      return { silence: toSilence(row), created: true };
    });
  };

/** What fires now knows what its subjects are called. */
const nameOf = async (work: Work, { matcher: { subjectId } }: Input): Promise<string | null> => {
  if (subjectId === undefined) return null;
  return (await nameOfFiring(work.db, subjectId)) ?? null;
};

const change =
  (deps: Deps, action: string) =>
  (caller: Caller, id: string, decide: (row: SilenceRow, now: Date) => Partial<SilenceRow>): Promise<Silence> =>
    deps.database.transaction(async (work) => {
      const before = await lockSilence(work.db, id);
      const now = deps.clock();
      if (!before || before.until <= now) throw silenceNotFound();
      const row = await updateSilence(work.db, id, decide(before, now));
      const detail = { matcher: row.matcher, until: row.until.toISOString(), comment: row.comment };
      await tell(deps, work, caller, { row, action, detail });
      return toSilence(row);
    });

export const editSilence =
  (deps: Deps) =>
  (caller: Caller, id: string, { until, comment }: SilencePatch): Promise<Silence> =>
    change(deps, "alert_silence.edited")(caller, id, (_row, now) => ({
      ...(until === undefined ? {} : { until: endOf(until, now) }),
      ...(comment === undefined ? {} : { comment }),
    }));

/** It ends now; what fires still is told from the next look on. */
export const endSilence =
  (deps: Deps) =>
  async (caller: Caller, id: string): Promise<void> =>
    void (await change(deps, "alert_silence.ended")(caller, id, (_row, now) => ({ until: now })));

type Told = { row: SilenceRow; action: string; detail: Record<string, unknown> };
const tell = async ({ audit, feed }: Deps, work: Work, caller: Caller, { row, action, detail }: Told): Promise<void> => {
  await audit.append(work, { actor: actorOf(caller), action, subject: row.id, detail });
  await feed.append(work, { kind: "silence", entityId: row.id });
};
