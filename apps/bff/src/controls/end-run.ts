import type { Agent, Session } from "@beckon/contracts/agents";
import type { Command, CommandInput } from "@beckon/contracts/controls";
import type { Work } from "../platform/db/database.ts";
import { sha256 } from "../platform/ids.ts";
import { openCommands, findByKey, type CommandRow } from "./commands.repository.ts";
import { notPossible, underWay } from "./controls.errors.ts";
import type { Asked, ControlsDeps } from "./controls.types.ts";
import { insert } from "./insert.ts";
import { toCommand } from "./present.ts";
import type { Wisher } from "./request.ts";
import { say } from "./say.ts";
import type { WaitingWords } from "./waiting-words.ts";
import { busyWords } from "./words.ts";

type Deps = ControlsDeps & { waiting: WaitingWords };
type Ending = { agent: Agent; session: Pick<Session, "id" | "key" | "takes" | "canPause">; reason: string; timeoutSeconds: number };

/**
 * For other slices: ends a run that no machine holds, with the answer to its next call; one that takes no such word is held
 * at its next step. The same key again gives the command of before. Throws 409 with words where it can be neither.
 */
export const endRun =
  (deps: Deps) =>
  async ({ by, callerId }: Wisher, { agent, session, reason, timeoutSeconds }: Ending, key: string): Promise<Command> => {
    const [before] = await findByKey(deps.database.db, { callerId, key });
    if (before) return toCommand(before);
    const kind = session.takes?.includes("stop") ? ("stop" as const) : ("pause" as const);
    const input: CommandInput = { kind, agentId: agent.id, count: 1, reason, timeoutSeconds };
    const asked: Asked = { input, by, callerId, key, inputHash: sha256(JSON.stringify(input)), now: deps.clock() };
    if (kind === "pause" && !session.canPause)
      throw notPossible({ detail: "Goes on: no machine of Beckon holds it, and nothing of it waits for Beckon." });
    try {
      const rows = kind === "stop" ? await say(deps, asked, { via: "said", agent, session }) : await hold(deps, asked, { agent, session });
      return toCommand(rows[0] as CommandRow);
    } catch (error) {
      // The same wish at the same instant was faster.
      const [twin] = await findByKey(deps.database.db, { callerId, key });
      if (twin) return toCommand(twin);
      throw error;
    }
  };

const hold = async (deps: Deps, asked: Asked, { agent, session }: Pick<Ending, "agent" | "session">): Promise<CommandRow[]> => {
  let rows: CommandRow[] = [];
  await deps.pauses.requestAs(asked.by, session.id, async (work: Work, pause) => {
    const [open] = await openCommands(work.db, { pauseId: pause.id });
    if (open) throw underWay({ detail: busyWords(open), extra: { command: toCommand(open) } });
    const draft = { kind: "pause" as const, via: "step" as const, subject: agent.name, target: agent.name, agentId: agent.id };
    const done = pause.state === "held" ? { done: "It stands still already." } : { pauseId: pause.id };
    rows = await insert(deps, work, asked, [{ ...draft, sessionId: session.id, ...done }]);
  });
  return rows;
};
