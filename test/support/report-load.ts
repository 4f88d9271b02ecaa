import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "./people.ts";

/** What one run was told of, and the server has said yes to. */
export type Told = { calls: number; input: number; micros: number; edits: number; facts: string[] };

type Options = {
  origin: string;
  token: string;
  /** Who answers what is asked. */
  phone: Caller;
  /** Runs at once, of each way to report. */
  each: number;
};

const model = "claude-sonnet-5";

/** Telemetry of one call, as Claude Code exports it. */
const logs = (session: string, callId: string, micros: number) => {
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const number = (key: string, value: number) => ({ key, value: { intValue: value } });
  const nano = `${BigInt(Date.now()) * 1_000_000n}`;
  const attributes = [
    text("event.name", "api_request"),
    text("session.id", session),
    text("request_id", callId),
    text("model", model),
    number("input_tokens", 10),
    number("output_tokens", 1),
    number("cost_usd_micros", micros),
  ];
  const record = { timeUnixNano: nano, observedTimeUnixNano: nano, body: { stringValue: "claude_code.api_request" }, attributes };
  const resource = { attributes: [text("service.name", "claude-code")] };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: "com.anthropic.claude_code.events" }, logRecords: [record] }] }] };
};

/**
 * Agents that report by telemetry, by hooks and by signals, and ask by a hook, through whatever happens
 * to the server: what was not acknowledged is sent again as it was. `end` resolves when everything is
 * acknowledged and every question answered; who waits for ever never ends.
 */
export const startReports = ({ origin, token, phone, each }: Options) => {
  const told = new Map<string, Told>();
  const answers = new Map<string, string>();
  let tries = 0;
  let reporting = true;
  let answering = true;

  const post = async (path: string, body: unknown, key?: string): Promise<Response> => {
    for (;;) {
      tries += 1;
      const answer = await fetch(origin + path, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${token}`,
          ...(key ? { "idempotency-key": key } : {}),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      })
        .then(async (response) => new Response(await response.text(), { status: response.status }))
        .catch(() => undefined);
      if (answer && answer.status < 500) {
        if (answer.status !== 200 && answer.status !== 202) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
        return answer;
      }
      await sleep(20);
    }
  };

  const bySignals = async (session: string, mine: Told) => {
    const facts = Array.from({ length: 5 }, () => randomUUID());
    const at = new Date().toISOString();
    const signals = facts.flatMap((id) => [
      { id, source: "test", session, at, kind: "model.called", data: { model, tokens: { input: 10, output: 1 }, costMicros: 7 } },
      { id: `${id}-edit`, source: "test", session, at, kind: "file.edited", data: { path: "src/a.ts" } },
    ]);
    await post("/api/signals", { signals });
    mine.calls += facts.length;
    mine.edits += facts.length;
    mine.input += 10 * facts.length;
    mine.micros += 7 * facts.length;
  };
  const byTelemetry = async (session: string, mine: Told) => {
    const callId = randomUUID();
    await post("/otlp/v1/logs", logs(session, callId, 11));
    mine.calls += 1;
    mine.input += 10;
    mine.micros += 11;
  };
  const byHooks = async (session: string, mine: Told) => {
    const callId = randomUUID();
    const about = { session_id: session, cwd: "/srv/shop", tool_name: "Edit", tool_input: { file_path: "src/b.ts" }, tool_use_id: callId };
    await post("/hooks/claude-code", { hook_event_name: "PreToolUse", ...about });
    await post("/hooks/claude-code", { hook_event_name: "PostToolUse", ...about, tool_response: {} });
    mine.edits += 1;
    mine.facts.push(callId);
  };
  /** As the command line does it: the same question under the same key, until it is answered. */
  const byAsking = async (session: string) => {
    const key = randomUUID();
    const tool_input = { command: `git push ${key}` };
    const payload = { hook_event_name: "PermissionRequest", session_id: session, cwd: "/srv/shop", tool_name: "Bash", tool_input };
    for (;;) {
      const answer = await post("/hooks/claude-code?wait=2", payload, key);
      if (answer.status === 202) continue;
      answers.set(key, await answer.text());
      return;
    }
  };

  const run = async (report: (session: string, mine: Told) => Promise<void>, index: number) => {
    const session = `${report.name}-${index}`;
    const mine: Told = { calls: 0, input: 0, micros: 0, edits: 0, facts: [] };
    told.set(session, mine);
    while (reporting) {
      await report(session, mine);
      await sleep(25);
    }
  };
  const runs = [bySignals, byTelemetry, byHooks, byAsking].flatMap((report) =>
    Array.from({ length: each }, (_, index) => run(report, index)),
  );

  const answer = async () => {
    while (answering) {
      const pending = await phone("GET", "/api/decision-requests?status=pending&limit=50").catch(() => undefined);
      for (const { id } of pending?.body?.items ?? [])
        await phone("PUT", `/api/decision-requests/${id}/decision`, { option: "allow" }).catch(() => undefined);
      await sleep(50);
    }
  };
  const answered = answer();

  return {
    told,
    answers,
    tries: () => tries,
    end: async () => {
      reporting = false;
      await Promise.all(runs);
      answering = false;
      await answered;
    },
  };
};
