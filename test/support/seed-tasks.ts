import type { RunningServer } from "@beckon/bff/server.ts";
import { insertChanges } from "@beckon/bff/sync/changes.repository.ts";
import { newRow } from "@beckon/bff/tasks/new-row.ts";
import { insertRows, type TaskRow } from "@beckon/bff/tasks/tasks.repository.ts";
import type { TaskPriority, TaskStatus } from "@beckon/contracts/tasks";

const minute = 60_000;
const works = [
  "Add the discount column and backfill it",
  "Review the checkout pull request",
  "Fix the flaky login test",
  "Split the search index by tenant",
  "Upgrade the payment client to version 9",
  "Write the release notes",
  "Measure the cold start on a cheap phone",
  "Move webhooks out of the request path, so that a slow shop no longer holds up everybody else's orders",
  "Delete routes that nobody calls",
  "Answer the customer about invoice 4711",
];
const states: TaskStatus[] = [
  "pending",
  "assigned",
  "in_progress",
  "completed",
  "completed",
  "completed",
  "failed",
  "blocked",
  "pending",
  "timed_out",
  "cancelled",
];
const priorities: TaskPriority[] = ["medium", "medium", "high", "low", "medium", "critical"];
const agents = ["builder-7", "tester-9", "planner", "reviewer-2", "ops"];
const roles = ["developer", "tester", "architect", "reviewer", "devops"];
const projects = ["shop-api", "shop-web", "billing", "infra"];
const errors = ["exit 1: 3 tests failed in orders.test.ts", "the branch has conflicts with main", "429: too many requests, no try is left"];

/** The item of a list for a number: the same each time, and not in step with the other lists. */
const pick = <T>(list: readonly T[], index: number, stride: number): T => list[(index * stride) % list.length] as T;

function rowOf(index: number, now: number): TaskRow {
  const status = pick(states, index, 1);
  const createdAt = new Date(now - (10 + ((index * 37) % 2_400)) * minute);
  const ended = ["completed", "failed", "timed_out", "cancelled"].includes(status);
  const begun = ended || status === "in_progress" || status === "blocked";
  const startedAt = new Date(createdAt.getTime() + 4 * minute);
  const id = `tk_${String(index).padStart(18, "0")}`;
  return newRow({
    id,
    ownerId: "",
    title: `${pick(works, index, 7)}${index < works.length ? "" : ` #${index}`}`,
    body: index % 3 === 0 ? "Staging first. Tell the team before it goes out." : null,
    status,
    priority: pick(priorities, index, 5),
    project: pick(projects, index, 3),
    role: pick(roles, index, 2),
    labels: index % 4 === 0 ? ["release-12"] : [],
    origin: index % 2 === 0 ? "app" : "rest",
    createdAt,
    updatedAt: new Date(Math.min(now, startedAt.getTime() + 9 * minute)),
    version: 1,
    ...(status === "pending" ? {} : { agentName: pick(agents, index, 3) }),
    ...(begun && { startedAt }),
    ...(ended && { endedAt: new Date(startedAt.getTime() + (1 + (index % 9)) * minute) }),
    ...(status === "in_progress" && { progress: (index * 13) % 100 }),
    ...(status === "completed" && { result: "Merged as pull request 812; all 412 tests pass." }),
    ...(status === "failed" && { error: pick(errors, index, 1) }),
    ...(status === "blocked" && { blockedBy: "waits for the database copy of last night" }),
    ...(status === "completed" && index % 2 === 1 && { reportedSeconds: 300.5 }),
    ...(index > 10 && index % 8 === 0 && { dependencies: [`tk_${String(index - 5).padStart(18, "0")}`] }),
    ...(index % 5 === 0 && {
      links: [
        { kind: "pull_request" as const, ref: "https://github.com/example/shop/pull/812", title: "Orders v2" },
        { kind: "branch" as const, ref: "orders-v2" },
      ],
    }),
  });
}

/** That many tasks in all states, for pages to be looked at; the id of the first one. The app is told of them by its next sync. */
export const seedTasks = async ({ services }: RunningServer, count: number): Promise<string> => {
  const now = Date.now();
  const rows = Array.from({ length: count }, (_, index) => rowOf(index, now));
  for (let start = 0; start < rows.length; start += 500) {
    const some = rows.slice(start, start + 500);
    await services.database.transaction(async (work) => {
      await insertRows(work.db, some);
      insertChanges(
        work,
        some.map(({ id }) => ({ kind: "task", entityId: id })),
        new Date(now),
      );
    });
  }
  return rows[0]?.id ?? "";
};

/** Three workflow runs: one goes on, one waits, one failed. */
export const seedWorkflows = async ({ services }: RunningServer): Promise<string> => {
  const { id } = await services.access.tokens.create({ kind: "local" }, { name: "pipelines", scope: "agent" });
  const at = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();
  const owner = { id, name: "pipelines", demo: false };
  const stage = (name: string, from: number, to: number | undefined, status: "succeeded" | "failed" | "running") => ({
    name,
    status,
    agent: pick(agents, from, 1),
    startedAt: at(from),
    ...(to !== undefined && { endedAt: at(to) }),
  });
  const tell = (key: string, input: Parameters<typeof services.workflows.report>[0]["input"]) =>
    services.workflows.report({ owner, source: "rest", key, input });
  const { run } = await tell("orders-v2", {
    name: "Orders v2 to production",
    status: "running",
    project: "shop-api",
    agent: "builder-7",
    startedAt: at(52),
    stages: [
      stage("implementation", 52, 31, "succeeded"),
      stage("quality", 31, 12, "succeeded"),
      stage("testing", 12, undefined, "running"),
      { name: "release", status: "waiting" },
    ],
  });
  await tell("index", {
    name: "Split the search index",
    status: "running",
    project: "search",
    startedAt: at(2_900),
    stages: [stage("copy", 2_900, 2_400, "succeeded"), stage("switch over", 2_400, undefined, "running")],
  });
  await tell("web", {
    name: "Web shop nightly",
    status: "failed",
    error: "browser tests: 3 of 212 failed",
    startedAt: at(600),
    endedAt: at(560),
    stages: [stage("build", 600, 590, "succeeded"), stage("browser tests", 590, 560, "failed")],
  });
  return run.id;
};
