import type { HandOut } from "@beckon/contracts/teams";
import { actorOf } from "../access/callers.ts";
import type { Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import type { HandedOut } from "../tasks/hand-out.ts";
import { stuckQuestion } from "./question-words.ts";
import {
  deleteHanded,
  deleteStuck,
  findQuestion,
  insertQuestion,
  listHanded,
  listStuck,
  lockSwitch,
  openStuckQuestions,
  putHanded,
  putStuck,
  putSwitch,
  readSwitch,
  updateQuestion,
  type StuckRow,
} from "./questions.repository.ts";
import { roomsOf } from "./rooms.ts";
import { handOutQueue, type TeamsDeps } from "./teams.types.ts";
import { withdrawQueue } from "./dissolve.ts";

/** So long a task may wait for somebody who could do it before a person is asked. */
const patienceMs = 3 * 60_000;
const most = { offers: 2, candidates: 3 } as const;
/** Who stands in the history of a task that was handed out. */
const itself = "Hand-out";

/** Gives what waits to whom it fits; what nobody can do becomes one question for each cause. Gives the questions. */
export const handOutNow = (deps: TeamsDeps) => (): Promise<string[]> =>
  deps.database.transaction(async (work) => {
    const row = await lockSwitch(work.db);
    if (!row?.on || ((await deps.maintenance?.(work.db)) ?? false)) return [];
    // What was given to somebody who has left since waits again.
    await deleteHanded(work.db, await deps.tasks.takeBack(work, await listHanded(work.db), itself));
    const handed = await deps.tasks.handOut(work, itself);
    const at = deps.clock();
    await putHanded(
      work.db,
      handed.given.map(({ taskId, agentId }) => ({ taskId, agentId, at })),
    );
    const known = new Map((await listStuck(work.db)).map((one) => [one.role, one]));
    for (const role of known.keys()) if (!handed.stuck.has(role)) await solved(deps, work, role);
    const asked: string[] = [];
    for (const [role, tasks] of handed.stuck) {
      const key = await stuck(deps, work, { role, tasks, before: known.get(role), handed });
      if (key) asked.push(key);
    }
    return asked;
  });

/** Somebody is there for it, or nothing waits for it any more: nobody needs to answer. */
const solved = async (deps: TeamsDeps, work: Work, role: string): Promise<void> => {
  await deleteStuck(work.db, role);
  for (const { key, cause, requestId } of await openStuckQuestions(work.db)) {
    if (cause !== role) continue;
    await updateQuestion(work.db, key, { open: false });
    if (requestId) await deps.jobs.enqueue(work, withdrawQueue, { requestId });
  }
};

type Stuck = { role: string; tasks: readonly { title: string; createdAt: Date }[]; before: StuckRow | undefined; handed: HandedOut };

const stuck = async (deps: TeamsDeps, work: Work, { role, tasks, before, handed }: Stuck): Promise<string | undefined> => {
  const now = deps.clock();
  const since = before?.since ?? now;
  const why = role === "" ? "no agent is here" : "no agent with it is here";
  const asks = !before?.left && before?.questionKey == null && now.getTime() - since.getTime() >= patienceMs;
  const key = asks ? `stuck/${role}/${since.getTime()}` : (before?.questionKey ?? null);
  await putStuck(work.db, { role, since, tasks: tasks.length, why, left: before?.left ?? false, questionKey: key });
  if (!asks || key === null) return undefined;
  const rooms = await roomsOf(deps, work.db);
  const offers = rooms
    .filter(({ connected }) => connected)
    .flatMap(({ id, name, profiles }) =>
      profiles
        .filter(({ free, role: own }) => free > 0 && (role === "" || own?.toLowerCase() === role.toLowerCase()))
        .map(({ name: profile, free }) => ({ hostId: id, hostName: name, profile, free })),
    )
    .toSorted((a, b) => b.free - a.free)
    .slice(0, most.offers);
  const candidates = handed.free.slice(0, most.candidates).map(({ agentId, name, role: own }) => ({
    agentId,
    name,
    reason: `${name} has no open task${own ? `, and the role ${own}` : ", and told no role"}`,
  }));
  const question = stuckQuestion({ key, role, tasks: tasks.map(({ title }) => title), why, offers, candidates, now });
  return (await insertQuestion(work.db, question)) ? key : undefined;
};

/** The switch, and what is stuck. */
export const readHandOut = (deps: Pick<TeamsDeps, "database">) => async (): Promise<HandOut> => {
  const { db } = deps.database;
  const row = await readSwitch(db);
  const rows = row?.on ? await listStuck(db) : [];
  const asked = new Map<string, string>();
  for (const { questionKey } of rows) {
    const question = questionKey === null ? undefined : await findQuestion(db, { key: questionKey });
    if (question?.open && question.requestId) asked.set(question.key, question.requestId);
  }
  return {
    on: row?.on ?? false,
    ...(row?.by ? { by: row.by } : {}),
    ...(row?.at ? { at: row.at.toISOString() } : {}),
    stuck: rows.map(({ role, tasks, since, why, left, questionKey }) => {
      const requestId = asked.get(questionKey ?? "");
      return { ...(role === "" ? {} : { role }), tasks, since: since.toISOString(), why, left, ...(requestId ? { requestId } : {}) };
    }),
  };
};

/** A person switches it. */
export const switchHandOut =
  (deps: TeamsDeps) =>
  (caller: Caller, on: boolean): Promise<void> =>
    deps.database.transaction(async (work) => {
      const before = await lockSwitch(work.db);
      if ((before?.on ?? false) === on) return;
      const by = actorOf(caller);
      await putSwitch(work.db, { on, by, at: deps.clock() });
      for (const { role } of await listStuck(work.db)) await solved(deps, work, role);
      await deps.audit.append(work, { actor: by, action: on ? "hand_out.on" : "hand_out.off", subject: "hand-out" });
      if (on) await deps.jobs.enqueue(work, handOutQueue, {});
    });
