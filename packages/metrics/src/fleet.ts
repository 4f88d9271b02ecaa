import type { Liveness } from "./liveness.ts";

/** What of a run is known where it is listed with others. */
export type ListedRun = { id: string; parentId?: string | undefined; lastSignalAt: string };
export type Heard<S> = { session: S; heardAt: string };

/** When each run was heard: a sub-agent's sign is one of the run that started it, too, for who waits for it is not silent. */
export function withHeard<S extends ListedRun>(sessions: readonly S[]): Heard<S>[] {
  const heard = new Map<string, string>();
  for (const { parentId, lastSignalAt } of sessions) {
    if (parentId !== undefined && lastSignalAt > (heard.get(parentId) ?? "")) heard.set(parentId, lastSignalAt);
  }
  return sessions.map((session) => {
    const below = heard.get(session.id);
    return { session, heardAt: below !== undefined && below > session.lastSignalAt ? below : session.lastSignalAt };
  });
}

/** Who is in the middle of a turn, and neither waits nor has a call open, would be heard if all were well. */
export function owesSign({ state, evidence }: Liveness): boolean {
  return evidence.kind === "signal" && (state === "working" || state === "stale");
}
