import type { ControlsDeps } from "./controls.types.ts";
import { openSaid } from "./said.repository.ts";
import { settle } from "./settle.ts";
import { nextStep } from "./steps.ts";

/** Ends what is said to runs that have ended: no step of theirs will come. A stop has nothing left to do. */
export const failEnded = (deps: ControlsDeps) => async (): Promise<void> => {
  const open = await openSaid(deps.database.db, ["message", "stop"]);
  if (open.length === 0) return;
  const sessions = await deps.agents.findSessions(deps.database.db, [...new Set(open.flatMap(({ sessionId }) => sessionId ?? []))]);
  const running = new Set(sessions.flatMap(({ id, endedAt }) => (endedAt === undefined ? [id] : [])));
  for (const { id, kind, sessionId } of open) {
    if (sessionId !== null && running.has(sessionId)) continue;
    const ending =
      kind === "stop"
        ? ({ state: "done", result: "The run ended." } as const)
        : ({ state: "failed", result: "The run ended before it came to a step that could bring it." } as const);
    await deps.database.transaction((work) => settle(deps, work, { id, actor: nextStep, ...ending }));
  }
};
