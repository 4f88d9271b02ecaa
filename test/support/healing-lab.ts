import type { HealingMode, HealingPlan, HealingRun } from "@beckon/contracts/healing";
import { aProcess, openRunner, type TestRunner } from "./host-lab.ts";
import { createTestApp, type Call, type TestApp } from "./test-app.ts";

const minute = 60_000;

/** One team on a database of its own, with a clock that a test sets; faults are told as agents and machines tell them. */
export const openHealingLab = async () => {
  let now = new Date("2026-11-21T12:00:00Z");
  const app: TestApp = await createTestApp({ clock: () => now });
  const owner = await app.pair();
  const agent = await app.token("agent", "Builder");
  const runner: TestRunner = await openRunner(await app.token("host", "devbox"));
  let count = 0;
  const ok = async (answer: ReturnType<Call>): Promise<any> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  const at = (minutesAgo = 0) => new Date(now.getTime() - minutesAgo * minute).toISOString();
  const lab = {
    app,
    owner,
    agent,
    runner,
    ok,
    at,
    now: () => now,
    later: (minutes: number) => (now = new Date(now.getTime() + minutes * minute)),
    /** A signal of an agent that no machine runs. */
    says: (name: string, kind: string, data: object = {}, more: object = {}) =>
      ok(
        agent("POST", "/api/signals", {
          signals: [{ id: `s${(count += 1)}`, source: "test", at: at(), kind, agent: { name }, session: `run-${name}`, data, ...more }],
        }),
      ),
    agentNamed: async (name: string) => (await ok(owner("GET", "/api/agents"))).items.find((one: { name: string }) => one.name === name),
    /** A task of the team that this agent works on, as a person would say so. */
    taskOf: async (name: string, status = "in_progress", title = "Build the cart") => {
      const made = await ok(owner("POST", "/api/tasks", { title }));
      return ok(owner("PATCH", `/api/tasks/${made.id}`, { version: made.version, agent: { id: (await lab.agentNamed(name)).id }, status }));
    },
    /** Processes of the machine, as its runner tells of them now. */
    runs: async (...processes: object[]) => {
      const all = processes.map((more) => aProcess({ startedAt: at(30), ...more }));
      await runner.report({ processes: all });
      return all;
    },
    preview: (mode: HealingMode, more: object = {}): Promise<HealingPlan> => ok(owner("POST", "/api/healing/preview", { mode, ...more })),
    /** What would be done, and what not, in a word each. */
    sees: async (mode: HealingMode) => {
      const plan = await lab.preview(mode);
      return {
        steps: plan.steps.map(
          ({ act, fault, subject, refusedBy }) => `${act} ${fault} ${subject.name}${refusedBy ? ` !${refusedBy.limit}` : ""}`,
        ),
        left: plan.left.map(({ fault, subject, reason }) => `${fault ?? "held"} ${subject.name}: ${reason}`),
      };
    },
    /** Carries out what is seen now, with a machine that does what it is told. */
    heal: async (mode: HealingMode, more: object = {}): Promise<HealingRun> => {
      const plan = await lab.preview(mode, more);
      const run: HealingRun = await ok(owner("POST", "/api/healing/runs", { mode, planHash: plan.hash, ...more }));
      await lab.work();
      return ok(owner("GET", `/api/healing/runs/${run.id}`));
    },
    /** Everybody does their part until nothing is left to do. */
    work: async () => {
      await app.services.healing.sweep();
      for (const command of await runner.fetch()) {
        lab.commands.push(command.kind);
        const known = (await ok(owner("GET", "/api/hosts"))).items[0].processes.find((one: { id: string }) => one.id === command.processId);
        const gone = command.kind === "stop" ? { state: "exited", endedAt: at() } : { state: "running" };
        const restarts = command.kind === "restart" ? (known?.restarts ?? 0) + 1 : (known?.restarts ?? 0);
        const begun =
          command.kind === "start" || command.kind === "restart" ? { startedAt: at(), restarts, pid: 5_000 + (count += 1) } : {};
        const process = known
          ? {
              id: known.id,
              profile: known.profile,
              agent: known.agent,
              pid: known.pid,
              startedAt: known.startedAt,
              folder: known.folder,
              restarts,
            }
          : aProcess({ id: command.processId, profile: command.profile, agent: command.agent });
        await runner.report({
          processes: [{ ...process, ...begun, ...gone }],
          commands: [{ id: command.id, state: "done", result: "done" }],
        });
      }
      await app.services.healing.sweep();
    },
    /** What its machine was told to do. */
    commands: [] as string[],
    asked: async () => (await ok(owner("GET", "/api/decision-requests?status=pending"))).items,
    /** Every row of every table. */
    everyRow: async (): Promise<Map<string, string[]>> => {
      // What any call leaves, and what was to be told in a moment.
      await ok(owner("GET", "/api/healing"));
      await app.services.agents.stop();
      await app.services.coordination.stop();
      const { rows } = await app.database.executeSql(
        "select table_name from information_schema.tables where table_schema = 'public' order by 1",
      );
      const tables = new Map<string, string[]>();
      for (const { table_name } of rows as { table_name: string }[]) {
        const all = await app.database.executeSql(`select to_jsonb(t) as row from "${table_name}" t order by 1`);
        tables.set(
          table_name,
          all.rows.map((one) => JSON.stringify((one as { row: unknown }).row)),
        );
      }
      return tables;
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
  return lab;
};
export type HealingLab = Awaited<ReturnType<typeof openHealingLab>>;
