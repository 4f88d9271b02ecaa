import type { DecisionRequest } from "@beckon/contracts/decisions";
import { pushPayload, type PushPayload } from "@beckon/contracts/notifications";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OutboxEntry } from "../src/platform/outbox-types.ts";
import { answerTitle } from "./answer-notice.ts";
import { readPush } from "./push-payload.ts";
import { createShellFiles } from "./shell-files.ts";

const payload: PushPayload = {
  web_push: 8030,
  mutable: true,
  app_badge: 3,
  notification: {
    title: "Deploy to staging?",
    body: "builder-2 · low risk",
    navigate: "https://beckon.example/decisions/dr_0123456789abcdefgh",
    tag: "dr_0123456789abcdefgh",
    lang: "en",
    data: {
      v: 1,
      type: "decision",
      deliveryId: "dl_0123456789abcdefgh",
      capability: "secret",
      requestId: "dr_0123456789abcdefgh",
      answers: [
        { id: "approve", label: "Approve" },
        { id: "deny", label: "Deny" },
      ],
      card: { title: "Deploy to staging?", agent: "builder-2", risk: "low", askedAt: "2026-11-21T09:00:00.000Z" },
    },
  },
};

describe("a push", () => {
  test("of the contract is shown as it says, with its answers as buttons", () => {
    expect(pushPayload.safeParse(payload).success).toBe(true);
    const shown = readPush(JSON.stringify(payload));
    expect(shown).toMatchObject({ title: "Deploy to staging?", badge: 3, data: payload.notification.data });
    expect(shown.options).toMatchObject({ body: "builder-2 · low risk", tag: payload.notification.tag, renotify: true, silent: false });
    expect(shown.options.actions).toEqual([
      { action: "answer:approve", title: "Approve" },
      { action: "answer:deny", title: "Deny" },
    ]);
  });

  test("that withdraws is silent and asks nothing", () => {
    const { notification } = payload;
    const shown = readPush(
      JSON.stringify({ ...payload, notification: { ...notification, data: { ...notification.data, type: "withdraw" } } }),
    );
    expect(shown.options).toMatchObject({ silent: true, renotify: false, actions: [] });
  });

  test("is shown whatever it holds, and only well-formed data acts", () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.json(),
      fc.anything().map((value) => JSON.stringify({ notification: value }) ?? ""),
      fc.anything().map((data) => JSON.stringify({ notification: { title: "x", data } }) ?? ""),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = readPush(text);
        expect(shown.title.length).toBeGreaterThan(0);
        expect(typeof shown.options.body).toBe("string");
        if (shown.options.tag === undefined) expect(shown.options).not.toHaveProperty("renotify");
        if (shown.data) expect(shown.data).toMatchObject({ v: 1, deliveryId: expect.any(String), capability: expect.any(String) });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("what a button came to", () => {
  const entry: OutboxEntry = { key: "k", requestId: "dr_1", input: { option: "approve" }, createdAt: "", attempts: 1, progress: "waiting" };
  const standing = (more: Partial<DecisionRequest>) =>
    ({ id: "dr_1", status: "decided", options: [{ id: "deny", label: "Deny" }], ...more }) as DecisionRequest;
  const refused = (row?: DecisionRequest): OutboxEntry => ({
    ...entry,
    progress: "refused",
    problem: { code: "c", title: "Confirm with your passkey", ...(row ? { standing: row } : {}) },
  });

  test("is said as it stands", () => {
    const byLaptop = standing({
      decision: { option: "deny", decidedAt: "", decidedBy: { kind: "person", name: "Ada", device: "laptop" } },
    });
    expect(answerTitle(undefined, "Approve")).toBe("Answered: Approve");
    expect(answerTitle(entry, "Approve")).toBe("Waiting to be sent: Approve");
    expect(answerTitle({ ...entry, progress: "sending" }, "Approve")).toBe("Waiting to be sent: Approve");
    expect(answerTitle(refused(byLaptop), "Approve")).toBe("Already answered on laptop: Deny");
    expect(answerTitle(refused(standing({ status: "expired" })), "Approve")).toBe("Too late: it has expired");
    expect(answerTitle(refused(standing({ status: "cancelled" })), "Approve")).toBe("No longer needed: the agent took it back");
    expect(answerTitle(refused(), "Approve")).toBe("Not accepted: Confirm with your passkey");
  });
});

describe("the app's shell", () => {
  const shell = createShellFiles([
    { url: "index.html", revision: "r1" },
    { url: "assets/main-abc.js", revision: null },
  ]);
  const page = (path: string) => shell.keyFor({ path, navigation: true });

  test("answers every page of the app, and its own files under their version", () => {
    expect(shell.keys).toEqual(["/index.html?revision=r1", "/assets/main-abc.js"]);
    for (const path of ["/", "/decisions/dr_1", "/history", "/settings/devices", "/connect", "/pair", "/apiary", "/ready-steady"])
      expect(page(path), path).toBe("/index.html?revision=r1");
    expect(shell.keyFor({ path: "/assets/main-abc.js", navigation: false })).toBe("/assets/main-abc.js");
    expect(shell.keyFor({ path: "/assets/other.js", navigation: false })).toBeUndefined();
  });

  test("never answers for the server", () => {
    const paths = [
      "/api",
      "/api/sync",
      "/docs",
      "/docs/style.css",
      "/openapi.json",
      "/health",
      "/ready",
      "/metrics",
      "/mcp",
      "/otlp/v1/logs",
      "/hooks/github",
      "/sw.js",
    ];
    for (const path of paths) expect(page(path), path).toBeUndefined();
  });
});
