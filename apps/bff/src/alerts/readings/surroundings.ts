import { ofAll, percentOf, type ReadKind } from "./reading.ts";

const providers =
  (minutes: number): ReadKind =>
  async ({ deps, db, now }) =>
    (await deps.usage.modelCalls.byProvider(db, { now, minutes })).map(({ name, calls, failed }) => ({
      subject: { kind: "provider", id: name, name },
      value: percentOf(failed, calls),
    }));

/** Failed calls in percent, by provider; null where there were too few. */
export const providerErrors = providers(5);
export const providerErrorsHigh = providers(2);

/** How long nothing came in from agents that are at work by all evidence. */
export const noData: ReadKind = async ({ deps, now, facts }) => {
  const { runs, agents } = await facts.fleet();
  const asking = new Set((await facts.asked()).map(({ agent }) => agent.id));
  const { working, lastAt } = deps.budgets.outlook.silenceOf(runs, { now: now.getTime(), asking });
  if (working.length === 0) return [];
  const busy = new Set(working.map(({ agentId }) => agentId));
  const evidence = agents.filter(({ id }) => busy.has(id)).map(({ id, name }) => ({ kind: "agent" as const, id, name }));
  return ofAll(Math.max(0, (now.getTime() - lastAt) / 1_000), evidence);
};

/** Devices that most likely hear nothing, for how long. */
export const pushFailing: ReadKind = async ({ deps, db, now }) =>
  (await deps.notifications.deafDevices(db)).map(({ deviceId, name, since, words }) => ({
    subject: { kind: "device" as const, id: deviceId, name, note: words },
    value: Math.max(0, (now.getTime() - Date.parse(since)) / 1_000),
  }));

/** How long the database takes for the simplest question; a look that has to wait for others' is no measure of it. */
export const databaseSlow: ReadKind = async ({ deps }) => {
  const begun = performance.now();
  await deps.database.ping();
  return ofAll(performance.now() - begun);
};

export const jobBacklog: ReadKind = async ({ deps, db }) => {
  const [worst] = await deps.backlog(db);
  return ofAll(worst?.seconds ?? 0, worst ? [{ kind: "workspace", id: worst.queue, name: worst.queue, note: `${worst.due} due` }] : []);
};
