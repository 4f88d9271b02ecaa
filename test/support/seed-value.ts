import type { RunningServer } from "@beckon/bff/server.ts";
import type { Signal } from "@beckon/contracts/signals";

const dayMs = 86_400_000;
const crew = [
  { name: "planner", role: "architect", model: "claude-opus-4-8", payment: "tokens" },
  { name: "builder-2", role: "developer", model: "claude-sonnet-5", payment: "tokens" },
  { name: "builder-7", role: "developer", model: "gpt-5.1-codex", payment: "plan" },
  { name: "tester-1", role: "tester", model: "claude-sonnet-5", payment: "plan" },
] as const;

type Size = { outcomes: number; days: number; micros?: number };

/** Calls of a small crew on each day, as their agents tell of them: what the work cost. */
export const seedCost = async (
  { services }: Pick<RunningServer, "services">,
  { days, micros = 900_000 }: Omit<Size, "outcomes">,
): Promise<void> => {
  const { id } = await services.access.tokens.create({ kind: "local" }, { name: "crew of value", scope: "agent" });
  const signals = Array.from({ length: days }, (_, day) =>
    crew.map(({ name, role, model, payment }, index) => ({
      id: `value-${name}-${day}`,
      source: "seed",
      at: new Date(Date.now() - day * dayMs - (index + 1) * 600_000).toISOString(),
      session: `value-of-${name}-${day}`,
      agent: { name, role, vendor: "Claude Code" },
      kind: "model.called",
      data: {
        model,
        payment,
        channel: "event",
        costMicros: micros + ((day * 7 + index * 13) % 10) * 40_000,
        tokens: { input: 4_000, output: 900, cacheRead: 30_000, cacheWrite: 0, reasoning: 0 },
      },
    })),
  ).flat();
  for (let start = 0; start < signals.length; start += 500)
    await services.signals.append({ id, name: "crew of value" }, signals.slice(start, start + 500) as unknown as Signal[]);
};

/** Outcomes of the last days as the server would have written them, of four types, some reworked, reverted, without hours. */
export const seedOutcomes = async ({ services }: Pick<RunningServer, "services">, { outcomes, days }: Size): Promise<void> => {
  await services.database.executeSql(`
    insert into outcome (id, work_id, source, title, task_type, accepted_at, accepted_by, agent_id, role, model, project, p10, p50, p90, grade, basis,
      agent_share, agent_share_from, counterfactual, d, state, durability, checked_at, written_down_at, rework_sessions, review_minutes, hold_out, given,
      demo, search_text, version)
    select 'oc_' || lpad(n::text, 22, '0'), 'ow_' || lpad(n::text, 22, '0'), 'pull_request',
      (array['Orders v2', 'Fix the flaky login test', 'Split the search index', 'Write the release notes', 'Upgrade the payment client'])[1 + n % 5] || ' #' || n,
      (array['feature', 'fix', 'refactor', 'docs'])[1 + n % 4], now() - (n * ${days}.0 / ${outcomes}) * interval '1 day', 'Ada King',
      (select id from agent where name = (array['builder-2', 'builder-7', 'planner', 'tester-1'])[1 + n % 4] order by id limit 1),
      (array['developer', 'developer', 'architect', 'tester'])[1 + n % 4],
      (array['claude-sonnet-5', 'gpt-5.1-codex', 'claude-opus-4-8', 'claude-sonnet-5'])[1 + n % 4], (array['shop-api', 'shop-web'])[1 + n % 2],
      case when n % 11 = 10 then null else 400 + (n % 7) * 100 end, case when n % 11 = 10 then null else 900 + (n % 7) * 220 end,
      case when n % 11 = 10 then null else 2000 + (n % 7) * 520 end, case when n % 11 = 10 then null else (array['A', 'B', 'B', 'C', 'A'])[1 + n % 5] end, null,
      case when n % 6 = 0 then 700000 else 1000000 end, 'commits', case when n % 9 = 0 then 500000 else 1000000 end,
      case when n % 17 = 3 then 0 when n % 13 = 2 then 600000 else 1000000 end,
      case when n % 17 = 3 then 'reverted' when n % 13 = 2 then 'reworked' when n % 5 = 4 then 'unchecked' else 'standing' end,
      '{"incident":false,"evidence":[]}', now(), case when n % 17 = 3 or n % 13 = 2 then now() - interval '1 day' end, '[]', 20 + (n * 37) % 900, n % 29 = 28, '{}',
      false, '', 1
    from generate_series(0, ${outcomes - 1}) n`);
};

/** What a person would have said of the work. */
export const seedAssumptions = async ({ services }: Pick<RunningServer, "services">): Promise<void> => {
  const { id } = await services.access.tokens.create({ kind: "local" }, { name: "finance", scope: "admin" });
  await services.value.assumptions.set(
    { kind: "token", tokenId: id, name: "finance", scope: "admin", demo: false },
    {
      version: 0,
      terms: {
        currency: "USD",
        rate: { p10: 80_000_000, p50: 100_000_000, p90: 130_000_000 },
        realisation: { p10: 400_000, p50: 600_000, p90: 750_000 },
        plans: [{ name: "Team plan", monthlyMicros: 200_000_000, share: 500_000, since: "2025-01-01" }],
        workingDays: 220,
        people: 2,
        hoursPerPersonDay: 7_000,
      },
      note: "First estimate, with finance",
    },
    undefined,
  );
};
