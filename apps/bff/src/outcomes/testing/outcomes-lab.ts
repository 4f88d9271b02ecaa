import { randomUUID } from "node:crypto";
import type { Outcome } from "@beckon/contracts/outcomes";
import { createTestApp, origin, type Call, type TestApp } from "../../../../../test/support/test-app.ts";
import { signatureOf } from "../../integrations/github/signature.ts";

/** A server with a clock that a test sets, a signed webhook, and agents that tell of their runs. */
export const openLab = async (startsAt: string) => {
  let now = new Date(startsAt);
  const app: TestApp = await createTestApp({ clock: () => now });
  const owner = await app.pair();
  const hook = (await owner("POST", "/api/github/hooks", { name: "acme/shop", accounts: ["builder-bot"] })).body as { secret: string };
  const agent = await app.token("agent", "Builder");

  const deliver = async (event: string, payload: unknown, id: string = randomUUID()) => {
    const body = JSON.stringify(payload);
    const response = await app.app.request(`${origin}/hooks/github`, {
      method: "POST",
      headers: {
        host: new URL(origin).host,
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": id,
        "x-hub-signature-256": signatureOf(hook.secret, body),
      },
      body,
    });
    if (response.status > 202) throw new Error(`${event}: ${response.status} ${await response.text()}`);
    return response.status;
  };
  const tell = async (signals: Record<string, unknown>[], by: Call = agent) => {
    const answer = await by("POST", "/api/signals", { signals });
    if (answer.body.rejected?.length > 0) throw new Error(JSON.stringify(answer.body.rejected));
    return answer.body;
  };
  const list = async (query = ""): Promise<Outcome[]> => {
    await app.services.outcomes.readInbox();
    const answer = await owner("GET", `/api/outcomes?from=2026-01-01T00:00:00Z&limit=200${query}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.items;
  };
  return {
    ...{ app, owner, agent, deliver, tell, list },
    at: (when: string) => void (now = new Date(when)),
    /** The clock's time, and what is due by then. */
    look: async (when: string) => {
      now = new Date(when);
      await app.services.outcomes.lookAgain();
    },
    close: () => app.close(),
  };
};
export type Lab = Awaited<ReturnType<typeof openLab>>;

export const repository = { full_name: "acme/shop", html_url: "https://github.com/acme/shop" };
export const repositoryKey = "github.com/acme/shop";

/** A hash that one can tell from others. */
export const shaOf = (word: string): string => Buffer.from(word).toString("hex").padEnd(40, "0").slice(0, 40);

type Pull = {
  number: number;
  title?: string;
  body?: string;
  head?: string;
  at: string;
  openedAt?: string;
  mergedAt?: string;
  by?: string;
  labels?: string[];
  mergeCommit?: string;
};

/** What GitHub tells of a pull request, as far as it is read; merged, where it says when. */
export const pull = ({
  number,
  title = `Work ${number}`,
  body,
  head = `agents/${number}`,
  at,
  openedAt,
  mergedAt,
  by = "anna",
  labels = [],
  mergeCommit,
}: Pull) => ({
  action: mergedAt ? "closed" : "opened",
  repository,
  sender: { login: by },
  pull_request: {
    number,
    html_url: `${repository.html_url}/pull/${number}`,
    ...{ title, body: body ?? null, state: mergedAt ? "closed" : "open", merged: mergedAt !== undefined, updated_at: at },
    user: { login: by },
    head: { ref: head, sha: shaOf(`head ${number}`) },
    base: { ref: "main" },
    created_at: openedAt ?? at,
    merged_at: mergedAt ?? null,
    merge_commit_sha: mergedAt ? (mergeCommit ?? shaOf(`merge ${number}`)) : null,
    merged_by: mergedAt ? { login: "anna" } : null,
    labels: labels.map((name) => ({ name })),
  },
});

type Pushed = { sha: string; at: string; message?: string; by?: string; distinct?: boolean };
export const push = (branch: string, commits: Pushed[]) => ({
  ref: `refs/heads/${branch}`,
  deleted: false,
  repository,
  commits: commits.map(({ sha, at, message = "Work", by = "anna", distinct = true }) => ({
    ...{ id: sha, message, timestamp: at, distinct },
    url: `${repository.html_url}/commit/${sha}`,
    author: { name: by, username: by },
  })),
});

export const issue = (
  action: string,
  number: number,
  { title, body, labels, at }: { title: string; body: string; labels: string[]; at: string },
) => ({
  action,
  repository,
  issue: {
    ...{ number, title, body, updated_at: at },
    html_url: `${repository.html_url}/issues/${number}`,
    labels: labels.map((name) => ({ name })),
  },
});

/** A run in a branch of the repository, with what it spent. */
export const run = (
  session: string,
  {
    branch,
    at,
    micros,
    payment = "tokens",
    repo = repository.html_url,
    task,
  }: { branch?: string; at: string; micros?: number; payment?: string; repo?: string; task?: string },
) => {
  const head = { source: "test", at, session, agent: { name: "builder", host: "box", role: "developer" }, ...(task ? { task } : {}) };
  return [
    {
      ...head,
      id: `start ${session}`,
      kind: "session.started",
      data: { cwd: "/src/shop", repository: repo, ...(branch ? { branch } : {}), model: "opus" },
    },
    ...(micros === undefined
      ? []
      : [
          {
            ...head,
            id: `call ${session} ${at}`,
            kind: "model.called",
            data: { model: "opus", costMicros: micros, tokens: { input: 10, output: 10 }, payment },
          },
        ]),
  ];
};
