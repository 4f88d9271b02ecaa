import type { Happening, Session } from "@beckon/contracts/agents";
import type { DecisionRequest } from "@beckon/contracts/decisions";

/** One line of an agent's timeline: something it did, or something it asked. */
export type Moment = { at: string; key: string } & ({ happening: Happening } | { asked: DecisionRequest });

/** What an agent's runs did and asked, newest first. An answered question stands where it was answered. */
export function timeline(sessions: readonly Session[], requests: readonly DecisionRequest[]): Moment[] {
  const done = sessions.flatMap(({ id, recent }) =>
    recent.map((happening, index) => ({ at: happening.at, key: `${id}:${happening.at}:${index}`, happening })),
  );
  const asked = requests.map((request) => ({ at: request.resolvedAt ?? request.askedAt, key: request.id, asked: request }));
  return [...done, ...asked].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
