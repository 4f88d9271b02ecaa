import type { MemberRow } from "./members.repository.ts";
import type { MemberStep } from "./member-step.ts";
import type { TeamRow } from "./teams.repository.ts";
import type { QuestionRow } from "./questions.repository.ts";

type Question = Omit<QuestionRow, "requestId" | "open">;

const daySeconds = 86_400;

/** A title of a decision has 300 characters. */
const clip = (words: string, most = 280) => (words.length > most ? `${words.slice(0, most - 1).toWellFormed()}…` : words);

export const givenUpQuestion = ({
  team,
  member,
  giveUp: { failures, minutes, words },
  now,
}: {
  team: TeamRow;
  member: MemberRow;
  giveUp: NonNullable<MemberStep["giveUp"]>;
  now: Date;
}): Question => {
  const who = member.agentName ?? member.profile ?? member.role ?? "A member";
  return {
    key: `given_up/${member.id}/${member.attempt}`,
    kind: "given_up",
    teamId: team.id,
    memberId: member.id,
    cause: null,
    input: {
      kind: "choice",
      title: clip(`${who} failed ${failures} times in ${minutes} min: ${words}`),
      body: `Team ${team.name} starts each of its members ${team.restartsPerHour} times an hour at most, so it is down now. The others are not touched.`,
      options: [
        { id: "again", label: "Try again", tone: "approve" },
        { id: "leave", label: "Leave it down", tone: "neutral" },
      ],
      risk: "low",
      expiresInSeconds: daySeconds,
      onExpiry: "leave",
    },
    choices: { again: { do: "again" }, leave: { do: "leave" } },
    at: now,
  };
};

type Offer = { hostId: string; hostName: string; profile: string };
type Candidate = { agentId: string; name: string; reason: string };

/** What waits for a role that nobody has who is here, and what may be done about it. */
export const stuckQuestion = ({
  key,
  role,
  tasks,
  why,
  offers,
  candidates,
  now,
}: {
  key: string;
  role: string;
  tasks: readonly string[];
  why: string;
  offers: readonly Offer[];
  candidates: readonly Candidate[];
  now: Date;
}): Question => {
  const named = tasks.slice(0, 5).map((title) => `- ${clip(title.replaceAll("\n", " "), 120)}`);
  const starts = offers.map((offer, index) => ({ id: `start-${index + 1}`, offer }));
  const assigns = candidates.map((one, index) => ({ id: `assign-${index + 1}`, one }));
  return {
    key,
    kind: "stuck",
    teamId: null,
    memberId: null,
    cause: role,
    input: {
      kind: "choice",
      title: clip(
        `${tasks.length === 1 ? "A task waits" : `${tasks.length} tasks wait`}${role === "" ? "" : ` for the role ${role}`}: ${why}`,
      ),
      body: [
        ...named,
        ...(tasks.length > named.length ? [`- and ${tasks.length - named.length} more`] : []),
        ...candidates.map(({ reason }) => `\n${reason}.`),
      ].join("\n"),
      options: [
        ...starts.map(({ id, offer }) => ({
          id,
          label: clip(`Start one of ${offer.profile} on ${offer.hostName}`, 80),
          tone: "approve" as const,
        })),
        ...assigns.map(({ id, one }) => ({ id, label: clip(`Give to ${one.name}`, 80), tone: "neutral" as const })),
        { id: "leave", label: "Leave it", tone: "neutral" },
      ],
      risk: "low",
      expiresInSeconds: daySeconds,
      onExpiry: "leave",
    },
    choices: {
      ...Object.fromEntries(starts.map(({ id, offer: { hostId, profile } }) => [id, { do: "start", hostId, profile } as const])),
      ...Object.fromEntries(assigns.map(({ id, one }) => [id, { do: "assign", agentId: one.agentId } as const])),
      leave: { do: "leave" },
    },
    at: now,
  };
};
