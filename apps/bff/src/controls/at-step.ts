import type { SessionPause } from "@beckon/contracts/agents";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { openCommands, type CommandRow } from "./commands.repository.ts";
import { notPossible, underWay } from "./controls.errors.ts";
import type { Asked, ControlsDeps } from "./controls.types.ts";
import { insert, type Draft } from "./insert.ts";
import { toCommand } from "./present.ts";
import { settle } from "./settle.ts";
import type { Target } from "./target.ts";
import { busyWords } from "./words.ts";

/** `made` writes in the same transaction; `place`: of several that one sender asks for. */
type Also = { place?: number; made?: (work: Work, row: CommandRow) => Promise<void> };

/** No runner holds the run: its next step is held, or the one that is held goes on. The command is over when that is so. */
export const atStep = async (
  deps: ControlsDeps,
  caller: Caller,
  asked: Asked,
  { agent, session }: Extract<Target, { via: "step" }>,
  { place, made }: Also = {},
): Promise<CommandRow[]> => {
  const { kind } = asked.input;
  const draft: Draft = { kind, via: "step", subject: agent.name, target: agent.name, agentId: agent.id, sessionId: session.id };
  if (place !== undefined) draft.place = place;
  let rows: CommandRow[] = [];
  const within = async (work: Work, pause: SessionPause) => {
    if (kind === "pause") await assertFree(work, pause);
    rows = await insert(deps, work, asked, [kind === "pause" ? { ...draft, pauseId: pause.id } : { ...draft, done: "It goes on." }]);
    for (const row of rows) await made?.(work, row);
  };
  await (kind === "pause" ? deps.pauses.request(caller, session.id, within) : deps.pauses.resume(caller, session.id, within));
  return rows;
};

/** The wish may be older than this command: somebody else's, or one of the run's own page. */
const assertFree = async (work: Work, pause: SessionPause): Promise<void> => {
  if (pause.state === "held") throw notPossible({ detail: "It stands still already." });
  const [open] = await openCommands(work.db, { pauseId: pause.id });
  if (open) throw underWay({ detail: busyWords(open), extra: { command: toCommand(open) } });
};

/** What came of a wish that a run stand still, in the transaction in which it came. */
export const onPause =
  (deps: ControlsDeps) =>
  async (work: Work, pause: SessionPause): Promise<void> => {
    const ending = endingOf(pause);
    if (!ending) return;
    for (const { id } of await openCommands(work.db, { pauseId: pause.id }))
      await settle(deps, work, { id, actor: { kind: "system", name: "next step" }, ...ending });
  };

const endingOf = ({ state, step, note }: SessionPause) => {
  if (state === "held") return { state: "done" as const, result: step ? `It stands still before ${step}.` : "It stands still." };
  if (state === "resumed") return { state: "cancelled" as const, result: `Let go on before it stood still${note ? `, ${note}` : ""}.` };
  if (state === "let_go") return { state: "failed" as const, result: note ?? "It goes on." };
  return undefined;
};
