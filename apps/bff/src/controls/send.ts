import type { Actor } from "@beckon/contracts/access";
import type { CommandKind } from "@beckon/contracts/controls";
import type { Agent, Session } from "@beckon/contracts/agents";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { atStep } from "./at-step.ts";
import { openCommands, type CommandRow } from "./commands.repository.ts";
import type { Asked, ControlsDeps } from "./controls.types.ts";
import { insert, type Draft } from "./insert.ts";
import { busyWords, unfit } from "./words.ts";

type SentKind = Extract<CommandKind, "pause" | "resume" | "restart" | "stop">;

/** On whose word, and for what; `sender` and an errand's `n` make it known, so that what is sent twice is sent once. */
export type Sending = { kind: SentKind; by: Actor; sender: string; way: "do" | "back"; reason?: string; timeoutSeconds: number };
export type Errand = { n: number; processId: string };
/** What came of sending: a command that is on its way, or why there is none. */
export type Sent = { n: number } & ({ command: Pick<CommandRow, "id" | "state" | "result" | "pauseId"> } | { refused: string });

const askedOf = ({ kind, by, sender, way, reason, timeoutSeconds }: Sending, now: Date): Asked => ({
  input: { kind, count: 1, timeoutSeconds, ...(reason ? { reason } : {}) },
  by,
  callerId: sender,
  key: way,
  inputHash: sender,
  now,
});

/**
 * The same to many processes of one machine, in the caller's transaction and with few questions, however many there are.
 * A pause may come after a start that is under way: the machine does what it is told of one process in its order.
 */
export const sendToHost =
  (deps: ControlsDeps) =>
  async (work: Work, sending: Sending, { hostId, errands }: { hostId: string; errands: readonly Errand[] }): Promise<Sent[]> => {
    const host = await deps.hosts.lock(work, hostId);
    if (!host) return errands.map(({ n }) => ({ n, refused: "Its machine is forgotten." }));
    if (errands.length === 0) return [];
    const live = new Map((await deps.hosts.live(work.db, { hostId })).map((one) => [one.id, one]));
    const open = Map.groupBy(await openCommands(work.db, { hostId }), ({ processId }) => processId);
    const agents = await deps.agents.agentsOfSessions(
      work.db,
      errands.flatMap(({ processId }) => live.get(processId)?.sessionId ?? []),
    );
    const agentOf = new Map(agents.map(({ sessionId, agent }) => [sessionId, agent.id]));
    const sent: Sent[] = [];
    const drafts: Draft[] = [];
    for (const { n, processId } of errands) {
      const before = open.get(processId) ?? [];
      const process = live.get(processId);
      const coming = before.find(({ kind }) => kind === "start");
      const refused = whyNot(sending.kind, { state: process?.state, before, coming: coming !== undefined });
      if (refused !== undefined) sent.push({ n, refused });
      else
        drafts.push({
          kind: sending.kind,
          via: "host",
          subject: process?.agent ?? coming?.subject ?? processId,
          target: host.name,
          hostId,
          processId,
          profile: process?.profile ?? coming?.profile ?? null,
          sessionId: process?.sessionId ?? null,
          agentId: agentOf.get(process?.sessionId ?? "") ?? null,
          place: n,
        });
    }
    if (drafts.length === 0) return sent;
    const rows = await insert(deps, work, askedOf(sending, deps.clock()), drafts);
    return [...sent, ...rows.map((row) => ({ n: row.place, command: row }))];
  };

type Known = { state: Parameters<typeof unfit>[1] | undefined; before: readonly CommandRow[]; coming: boolean };

const whyNot = (kind: SentKind, { state, before, coming }: Known): string | undefined => {
  const isComing = state === "starting" || (state === undefined && coming);
  const refusal = state === undefined ? "It has ended meanwhile." : unfit(kind, state);
  if (refusal !== undefined && !(kind === "pause" && isComing)) return refusal;
  const inTheWay = before.find((one) => !(kind === "pause" && (one.kind === "start" || one.kind === "restart")));
  return inTheWay && busyWords(inTheWay);
};

/** The same at the next step of a run that no machine holds. `made` writes in the transaction that asks for it. */
export const sendToRun =
  (deps: ControlsDeps) =>
  async (
    caller: Caller,
    sending: Sending & { kind: "pause" | "resume" },
    {
      n,
      agent,
      session,
      made,
    }: { n: number; agent: Agent; session: Pick<Session, "id">; made: (work: Work, row: CommandRow) => Promise<void> },
  ): Promise<void> => {
    await atStep(deps, caller, askedOf(sending, deps.clock()), { via: "step", agent, session }, { place: n, made });
  };
