import type { Work } from "../platform/db/database.ts";
import { hostTopic } from "../hosts/hosts.types.ts";
import { newId } from "../platform/ids.ts";
import { insertCommands, type CommandRow } from "./commands.repository.ts";
import { expireQueue, type Asked, type ControlsDeps } from "./controls.types.ts";
import { saidTopic } from "./waiting-words.ts";

/** The longest between the polite signal and the one that nothing survives. */
const longestGraceSeconds = 10;

/** What one command is about. */
export type Draft = Pick<CommandRow, "kind" | "via" | "subject" | "target"> &
  Partial<
    Pick<
      CommandRow,
      "agentId" | "sessionId" | "hostId" | "processId" | "profile" | "agentName" | "pauseId" | "text" | "ownerId" | "sessionKey"
    >
  > & {
    /** Of several that one sender asks for, one after the other. */
    place?: number;
    /** It is over with being asked for. */
    done?: string;
  };

/** Writes the commands of one request, each with its place in feed and audit and its end in time. */
export const insert = async (deps: ControlsDeps, work: Work, asked: Asked, drafts: readonly Draft[]): Promise<CommandRow[]> => {
  const { now, input } = asked;
  const expiresAt = new Date(now.getTime() + input.timeoutSeconds * 1_000);
  const rows = drafts.map((draft, place) => toRow(asked, draft, { place: draft.place ?? place, expiresAt }));
  await insertCommands(work.db, rows);
  await deps.feed.append(work, ...rows.map(({ id }) => ({ kind: "command" as const, entityId: id })));
  await deps.audit.append(work, ...rows.flatMap((row) => recordsOf(asked, row)));
  const open = rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
  if (open.length > 0) await deps.jobs.enqueue(work, expireQueue, { commandIds: open }, { startAfter: expiresAt });
  for (const hostId of new Set(rows.flatMap((row) => row.hostId ?? []))) work.wake({ topic: hostTopic, key: hostId });
  for (const { id, ownerId } of rows) if (ownerId !== null) work.wake({ topic: saidTopic, key: id });
  return rows;
};

const recordsOf = ({ by: actor }: Asked, { id, kind, via, subject, target, reason, processId, profile, endedAt, result }: CommandRow) => {
  const requested = {
    actor,
    action: "command.requested",
    subject: id,
    detail: {
      kind,
      via,
      of: subject,
      at: target,
      ...(reason ? { reason } : {}),
      ...(processId ? { processId } : {}),
      ...(profile ? { profile } : {}),
    },
  };
  return endedAt === null
    ? [requested]
    : [requested, { actor, action: "command.done", subject: id, detail: { kind, of: subject, result } }];
};

const toRow = (
  asked: Asked,
  { done, place: _, ...draft }: Draft,
  { place, expiresAt }: { place: number; expiresAt: Date },
): CommandRow => ({
  agentId: null,
  sessionId: null,
  hostId: null,
  processId: null,
  profile: null,
  agentName: null,
  pauseId: null,
  text: null,
  ownerId: null,
  sessionKey: null,
  handedTo: null,
  handedUntil: null,
  tasks: asked.input.tasks ?? null,
  ...draft,
  id: newId("cm", asked.now.getTime()),
  state: done === undefined ? "requested" : "done",
  reason: asked.input.reason ?? null,
  by: asked.by,
  callerId: asked.callerId,
  idempotencyKey: asked.key ?? null,
  inputHash: asked.inputHash,
  place,
  graceSeconds: Math.min(longestGraceSeconds, Math.floor(asked.input.timeoutSeconds / 2)),
  requestedAt: asked.now,
  deliveredAt: null,
  acknowledgedAt: null,
  endedAt: done === undefined ? null : asked.now,
  expiresAt,
  result: done ?? null,
});
