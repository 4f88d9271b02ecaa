import type { Command, CommandKind } from "@beckon/contracts/controls";
import { formatDuration, formatMoment } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import type { Tone } from "../fleet/fleet-words.ts";

export const verbs: Record<CommandKind, string> = {
  start: "Start",
  stop: "Stop",
  restart: "Restart",
  pause: "Pause",
  resume: "Resume",
  message: "Message",
};

/** It is still on its way. */
export const isOpen = ({ state }: Pick<Command, "state">): boolean =>
  state === "requested" || state === "delivered" || state === "acknowledged";

/** Nobody has begun it, so it can be taken back. */
export const canCancel = ({ state }: Pick<Command, "state">): boolean => state === "requested";

/** Whoever does it: the machine's name and whether it is heard. */
export type Doer = { name: string; connected: boolean; lastSeenAt: string };
export type CommandSays = { icon: IconName; tone: Tone; says: string };

/** How far a command has come, in words. `result` is another's text and stands apart. */
export function commandSays(command: Command, doer: Doer | undefined): CommandSays {
  const who = doer?.name ?? "the machine";
  switch (command.state) {
    case "requested":
      return { icon: "clock", tone: "info", says: requestedSays(command, doer) };
    case "delivered":
      return { icon: "clock", tone: "info", says: command.via === "step" ? "On its way with an answer to it" : `Delivered to ${who}` };
    case "acknowledged":
      return { icon: "clock", tone: "info", says: command.via === "step" ? "Has begun" : `${who} has begun` };
    case "done":
      return { icon: "check", tone: "good", says: `${command.kind === "message" ? "Given to it, after" : "Done, in"} ${tookOf(command)}` };
    case "failed":
      return { icon: "crossFill", tone: "bad", says: "Failed" };
    case "expired":
      return { icon: "triangle", tone: "bad", says: command.result || command.via === "step" ? "Expired" : `Expired: no word from ${who}` };
    case "cancelled":
      return { icon: "ring", tone: "faint", says: "Taken back" };
  }
}

function requestedSays({ via, kind }: Command, doer: Doer | undefined): string {
  if (kind === "message") return "Waits: it reads this at its next step";
  if (via === "step") return "Requested: takes effect at its next step";
  if (!doer) return "Requested";
  if (doer.connected) return `Requested, on its way to ${doer.name}`;
  return `Requested: no word from ${doer.name} since ${formatMoment(doer.lastSeenAt)}`;
}

/** From the tap to the end: "0.8 s", "4.2 s", "2 min 5 s". */
export function tookOf({ requestedAt, endedAt }: Pick<Command, "requestedAt" | "endedAt">): string {
  const ms = Math.max(0, Date.parse(endedAt ?? requestedAt) - Date.parse(requestedAt));
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : formatDuration(ms);
}

const shownForMs = 10 * 60_000;
const mostShown = 3;

/** What is still on its way, and what ended in the last minutes; newest first, a few. */
export const shownCommands = (commands: readonly Command[], now: number): Command[] =>
  commands.filter((one) => isOpen(one) || now - Date.parse(one.endedAt ?? one.requestedAt) < shownForMs).slice(0, mostShown);
