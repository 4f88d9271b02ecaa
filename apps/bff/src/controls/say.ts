import type { CommandRow } from "./commands.repository.ts";
import { notPossible, underWay } from "./controls.errors.ts";
import type { Asked, ControlsDeps } from "./controls.types.ts";
import { insert } from "./insert.ts";
import { toCommand } from "./present.ts";
import { lockSaid } from "./said.repository.ts";
import type { Target } from "./target.ts";
import type { WaitingWords } from "./waiting-words.ts";
import { busyWords } from "./words.ts";

/** So many wait for one run at most: more would be read as one by nobody. */
const mostWaiting = 20;

/** No machine in between: it is said with the answer to the run's next call. */
export const say = async (
  deps: ControlsDeps & { waiting: WaitingWords },
  asked: Asked,
  { agent, session }: Extract<Target, { via: "said" }>,
): Promise<CommandRow[]> => {
  const { kind, text = null } = asked.input;
  const rows = await deps.database.transaction(async (work) => {
    const ownerId = (await deps.agents.ownersOfSessions(work.db, [session.id])).get(session.id);
    if (ownerId === undefined) throw notPossible({ detail: "Its run is known no more." });
    const run = { ownerId, sessionKey: session.key };
    const open = await lockSaid(work.db, run, { call: "", since: asked.now });
    const stop = open.find((row) => row.kind === "stop");
    if (stop) throw underWay({ detail: busyWords(stop), extra: { command: toCommand(stop) } });
    if (open.length >= mostWaiting) throw notPossible({ detail: `${open.length} messages wait for it already; it has read none of them.` });
    return insert(deps, work, asked, [
      { kind, via: "step", subject: agent.name, target: agent.name, agentId: agent.id, sessionId: session.id, text, ...run },
    ]);
  });
  // Known here at once; the other processes are told.
  for (const row of rows) deps.waiting.put(row);
  return rows;
};
