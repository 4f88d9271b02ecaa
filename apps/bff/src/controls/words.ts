import type { CommandKind } from "@beckon/contracts/controls";
import type { ProcessState } from "@beckon/contracts/hosts";
import type { CommandRow } from "./commands.repository.ts";

/** Why a process in this state cannot take this command; nothing where it can. */
export const unfit = (kind: CommandKind, state: ProcessState): string | undefined => {
  if (state === "exited" || state === "failed") return "It has ended.";
  if (state === "stopping") return "It is being stopped.";
  if (kind === "pause" && state === "paused") return "It stands still already.";
  if (kind === "pause" && state === "starting") return "It is only being started.";
  if (kind === "resume" && state !== "paused") return "It is not paused.";
  return undefined;
};

/** What is under way there, to whoever wants something else. */
export const busyWords = ({ kind, by, state }: CommandRow): string => `${kind} by ${by.name ?? "somebody"} is ${state}, and not over.`;

const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

/** Why a command was given up. `seenAt`: when its machine was heard of last. */
export const expiredWords = (row: CommandRow, { seenAt, now }: { seenAt: Date | undefined; now: Date }): string => {
  if (row.kind === "message" || (row.via === "step" && row.kind === "stop"))
    return row.state === "delivered"
      ? "It went out, and whether it arrived is not known."
      : `The run came to no step in ${duration(now.getTime() - row.requestedAt.getTime())}; it was not said.`;
  if (row.via === "step")
    return `The run came to no step in ${duration(now.getTime() - row.requestedAt.getTime())}; the wish is taken back.`;
  if (row.state === "acknowledged") return `${row.target} began it, and has not said what came of it.`;
  if (row.state === "delivered") return `${row.target} fetched it, and has not said that it began.`;
  if (!seenAt) return `${row.target} is forgotten.`;
  return `No word from ${row.target} for ${duration(now.getTime() - seenAt.getTime())}.`;
};
