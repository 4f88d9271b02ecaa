import { createClient } from "@beckon/agent-client";
import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import { createRandom } from "./random.ts";
import type { Answer, Step } from "./step.ts";
import { post, type MakeActor } from "./world.ts";

/** Any program: a deploy script that asks with the agent client, and tells signs of life and what it did. */
export const script: MakeActor = (persona, world) => {
  const random = createRandom(`${persona.seed}:ids`);
  const client = createClient({ url: world.url, token: world.token, fetch: world.fetch });
  const session = `run-${random.uuid()}`;
  const agent = { name: persona.name, role: persona.role, host: persona.host };
  let facts = 0;
  let task: string | undefined;

  const tell = async (kind: string, data: object): Promise<void> => {
    facts += 1;
    const signal = { id: `${session}:${facts}`, source: "script", at: world.now().toISOString(), agent, session, kind, data };
    await post(world, { path: "/api/signals", body: { signals: [{ ...signal, ...(task ? { task } : {}) }] } });
  };
  const beat = (state: string): Promise<string> =>
    post(world, { path: "/api/agents/heartbeat", body: { agent: { ...agent, sessionId: session }, state } });

  /** With an end and a safe default: nobody has to be awake for a script. */
  const ask = async (input: Omit<DecisionRequestInput, "agent">, yes: string): Promise<Answer> => {
    const expiresInSeconds = Math.ceil(world.patienceMs / 1_000);
    const asked = await client.requestDecision(
      { ...input, agent: { ...agent, sessionId: session }, expiresInSeconds },
      { signal: world.signal },
    );
    const { status, decision } = await client.waitForDecision(asked.id, { signal: world.signal }).catch(async (error: unknown) => {
      if (world.signal.aborted)
        await client.cancelDecision(asked.id, "the script was ended", { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
      throw error;
    });
    if (!decision || status !== "decided") return { said: "nothing" };
    const said = decision.option === yes || (yes === "" && decision.option !== undefined) ? "yes" : "no";
    const label = asked.options.find(({ id }) => id === decision.option)?.label;
    const text = decision.text ?? (yes === "" ? label : undefined);
    const command = decision.editedAction?.command;
    if (said === "yes" && input.action) {
      await world.pass(2);
      await client.reportOutcome(asked.id, { status: "executed", message: "done" }, { signal: world.signal });
    }
    return { said, ...(text ? { text } : {}), ...(command ? { command } : {}) };
  };

  const run = async (call: {
    tool: string;
    command?: string;
    path?: string;
    ok: boolean;
    error?: string;
    seconds: number;
  }): Promise<void> => {
    const { seconds, ok, error, ...doing } = call;
    const callId = `${session}:call:${facts}`;
    await tell("tool.started", { callId, ...doing });
    await world.pass(seconds);
    await tell("tool.ended", { callId, ...doing, ok, durationMs: seconds * 1_000, ...(error ? { error } : {}) });
  };

  return async (step: Step): Promise<Answer | undefined> => {
    switch (step.do) {
      case "start":
        return void (await tell("session.started", { cwd: `/srv/${persona.project}`, branch: step.branch, how: "cron" }));
      case "prompt":
        return void (await tell("turn.started", { prompt: step.text, by: "agent" }));
      case "think":
      case "trouble":
        await beat("working");
        return void (await world.pass(step.seconds));
      case "read":
        return void (await run({ tool: "cat", path: step.path, ok: true, seconds: step.seconds }));
      case "edit":
        return void (await tell("file.edited", {
          path: step.path,
          added: step.added,
          removed: step.removed,
          lines: [[step.line, step.line + step.added]],
        }));
      case "run": {
        const failure = step.ok ? {} : { error: step.output };
        return void (await run({ tool: "sh", command: step.command, ok: step.ok, ...failure, seconds: step.seconds }));
      }
      case "permission": {
        const action = { tool: "sh", command: step.command, cwd: `/srv/${persona.project}` };
        return ask({ kind: "permission", title: `${step.why}. Run it?`, action, onExpiry: "deny" }, "approve");
      }
      case "question": {
        const options = step.options.map((label, index) => ({ id: `o${index + 1}`, label }));
        return ask({ kind: "choice", title: step.question, body: step.context, options }, "");
      }
      case "plan":
        return ask({ kind: "plan", title: `Carry out the plan “${step.title}”?`, body: step.plan, onExpiry: "approve" }, "approve");
      case "delegate":
        return void (await beat("working"));
      case "task":
        task = step.id;
        return void (await tell("task.changed", { taskId: step.id, subject: step.subject, status: "in_progress" }));
      case "task-done":
        await tell("task.changed", {
          taskId: step.id,
          ...(step.ok ? { status: "completed", result: step.summary } : { status: "failed", error: step.summary }),
        });
        task = undefined;
        return undefined;
      case "progress":
        return void (await tell("progress.reported", { message: step.message, progress: step.percent }));
      case "commit":
        return void (await tell("commit.made", { sha: step.sha, branch: step.branch, message: step.message }));
      case "done":
        return void (await tell("turn.ended", { message: step.message }));
      case "idle":
        await beat("idle");
        return void (await world.pass(step.seconds));
      case "end":
        return void (await tell("session.ended", {
          reason: step.reason,
          failed: step.error !== undefined,
          ...(step.error ? { error: step.error } : {}),
        }));
      case "hand-over":
        return void (await tell("handoff.offered", { handoffId: `${session}:${facts}`, to: step.to, task: step.task }));
      case "vanish":
        return undefined;
    }
  };
};
