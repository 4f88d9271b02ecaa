import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import type { RunningServer } from "@beckon/bff/server.ts";

const waiting: DecisionRequestInput[] = [
  {
    kind: "permission",
    title: "Run a database migration on production?",
    body: "Task **Orders v2** needs a new column. Staging passed 8 minutes ago, see [the run](https://ci.example.com/runs/812).",
    action: { tool: "Bash", command: "pnpm db:migrate --env prod", cwd: "/home/dev/shop-api" },
    agent: { name: "builder-2", vendor: "Claude Code", host: "devbox" },
    expiresInSeconds: 1_560,
    onExpiry: "deny",
  },
  {
    kind: "choice",
    title: "Which queue should retries use?",
    options: [
      { id: "pg", label: "Postgres, as now" },
      { id: "redis", label: "Redis streams" },
      { id: "sqs", label: "Amazon SQS" },
    ],
    agent: { name: "planner", vendor: "Codex", host: "ci-3" },
  },
  ...["tester-1", "tester-2"].map((name): DecisionRequestInput => ({
    kind: "permission",
    title: "Add the dependency zod?",
    action: { tool: "Bash", command: "pnpm add zod", cwd: "/home/dev/shop-api" },
    agent: { name, vendor: "Gemini CLI", host: "devbox" },
  })),
  { kind: "question", title: "Which port does the staging proxy use?", agent: { name: "ops", vendor: "OpenCode", host: "edge-1" } },
];

const settledOnes: [DecisionRequestInput, option: string][] = [
  [
    {
      kind: "permission",
      title: "Fix the flaky login test?",
      action: { tool: "Bash", command: "pnpm vitest login --retry 3", cwd: "/home/dev/shop-web" },
      agent: { name: "tester-1", vendor: "Gemini CLI", host: "devbox" },
    },
    "approve",
  ],
  [
    {
      kind: "permission",
      title: "Drop the old search index?",
      action: { tool: "Bash", command: "psql -c 'drop index search_old'", cwd: "/home/dev/shop-api" },
      agent: { name: "builder-4", vendor: "Codex", host: "ci-3" },
    },
    "deny",
  ],
  [
    {
      kind: "plan",
      title: "Split the checkout into two services?",
      body: "1. Extract payments\n2. Move webhooks\n3. Delete the old routes",
      agent: { name: "architect", vendor: "Claude Code", host: "devbox" },
    },
    "approve",
  ],
];

/** An inbox as a working day leaves it, through the services that agents and people use. Returns the id of the first request. */
export const seedInbox = async ({ services }: RunningServer): Promise<string> => {
  const { decisions, access } = services;
  const { id } = await access.tokens.create({ kind: "local" }, { name: "agents", scope: "agent" });
  const owner = { id, name: "agents" };
  const [device] = await access.devices.list({ kind: "local" });
  const answerer = {
    actor: { kind: "person", id: device?.person.id, name: "Owner" },
    name: "Owner",
    device: device?.name ?? "Phone",
  } as const;
  for (const [input, option] of settledOnes) {
    const { request } = await decisions.request(owner, input, undefined);
    await decisions.decide(answerer, request.id, { option });
    if (option === "approve") await decisions.reportOutcome(owner, request.id, { status: "executed" });
  }
  const asked = [];
  for (const input of waiting) asked.push((await decisions.request(owner, input, undefined)).request.id);
  return asked[0] as string;
};
