import type { MemberRow } from "./members.repository.ts";
import { nextStart, type PastStart } from "./next-start.ts";
import type { Seen } from "./read-start.ts";
import type { TeamRow } from "./teams.repository.ts";

type Given = {
  team: Pick<TeamRow, "state" | "keep" | "restartsPerHour">;
  member: MemberRow;
  /** What became of its last start. */
  seen: Seen | undefined;
  /** Its starts that are over and not forgiven. */
  past: readonly PastStart[];
  /** Its machine is heard; of one that has no machine yet: some is. */
  connected: boolean;
  maintenance: boolean;
  now: Date;
};
export type MemberStep = {
  changes: Partial<MemberRow>;
  start?: true;
  giveUp?: { failures: number; minutes: number; words: string };
};

/** What becomes of one place of a team, by what is known of it: how it stands, and whether it is started now. */
export const stepMember = ({ team, member, seen, past, connected, maintenance, now }: Given): MemberStep => {
  const end = seen?.end;
  if (seen && !end) return { changes: { state: seen.state, problem: null, due: false, nextTryAt: null } };
  const rests = { state: seen?.state ?? member.state, problem: end?.words ?? member.problem, nextTryAt: null };
  if (team.state !== "active") return { changes: { ...rests, due: false } };
  if (member.due)
    return maintenance
      ? { changes: { state: "waiting", problem: "Nothing is started during maintenance." } }
      : { changes: {}, start: true };
  // Who was ended before it was forgiven is not held down by that.
  if (end?.by && member.attempt > member.forgiven) return { changes: { ...rests, state: "stopped", held: true } };
  if (member.held) return { changes: { state: "stopped", nextTryAt: null } };
  if (!team.keep || member.surplus) return { changes: rests };
  if (member.state === "given_up") return { changes: {} };
  if (maintenance || !connected) return { changes: rests };
  if (member.state === "waiting" && member.nextTryAt && member.nextTryAt > now) return { changes: {} };
  const next = nextStart(past, { most: team.restartsPerHour, now });
  if (next.kind === "now") return { changes: {}, start: true };
  if (next.kind === "wait") return { changes: { ...rests, nextTryAt: next.until } };
  return {
    changes: { ...rests, state: "given_up" },
    giveUp: { failures: next.failures, minutes: next.minutes, words: end?.words ?? "it ended" },
  };
};
