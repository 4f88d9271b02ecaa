import type { Actor } from "@beckon/contracts/access";
import type { Command } from "@beckon/contracts/controls";
import type { MemberState } from "@beckon/contracts/teams";
import type { KnownProcess } from "../hosts/hosts.types.ts";

/** `by`: the person who ended it. */
export type Ending = { at: Date; failed: boolean; words: string; by?: Actor };
export type Seen = { state: MemberState; startedAt?: Date; sessionId?: string; end?: Ending };

type Facts = {
  commandId: string | null;
  process: KnownProcess | undefined;
  /** All that were asked for of this process, the start included; oldest first. */
  commands: readonly Command[];
  now: Date;
};

/** A machine tells of a process within moments of having started it. */
const untoldMs = 120_000;
const open = (command: Command) => command.endedAt === undefined;

/** What one start of a member has become, as the process and the commands about it tell. */
export const readStart = ({ commandId, process, commands, now }: Facts): Seen => {
  if (process) return readProcess(process, commands, now);
  if (commandId === null) return { state: "starting" };
  const start = commands.find(({ id }) => id === commandId);
  if (!start) return ended({ at: now, failed: true, words: "Nothing is known of it any more." });
  if (open(start)) return { state: "starting" };
  const at = new Date(start.endedAt ?? now);
  if (start.state === "done")
    return now.getTime() - at.getTime() < untoldMs
      ? { state: "starting" }
      : ended({ at, failed: true, words: "Its machine tells nothing of it any more." });
  if (start.state === "cancelled") return ended({ at, failed: false, words: start.result ?? "Taken back.", by: start.by });
  return ended({ at, failed: true, words: start.result ?? `Its start ${start.state}.` });
};

const ended = (end: Ending): Seen => ({ state: end.by ? "stopped" : end.failed ? "failed" : "ended", end });

const readProcess = (process: KnownProcess, commands: readonly Command[], now: Date): Seen => {
  const { startedAt, sessionId } = process;
  // A machine whose clock is ahead ends nothing in the future.
  const endedAt = process.endedAt && (process.endedAt > now ? now : process.endedAt);
  const known = { startedAt, ...(sessionId === undefined ? {} : { sessionId }) };
  if (endedAt === undefined) return { ...known, state: process.state as MemberState };
  // It comes again under the same id.
  if (commands.some((command) => command.kind === "restart" && open(command))) return { ...known, state: "starting" };
  const stop = commands.findLast(
    ({ kind, state, by }) => kind === "stop" && begun.has(state) && (by.kind === "person" || by.kind === "agent"),
  );
  if (stop) return { ...known, ...ended({ at: endedAt, failed: false, words: `Stopped by ${stop.by.name ?? "somebody"}.`, by: stop.by }) };
  return { ...known, ...ended({ at: endedAt, failed: process.state === "failed", words: process.end ?? "ended" }) };
};

const begun = new Set<Command["state"]>(["delivered", "acknowledged", "done", "expired"]);
