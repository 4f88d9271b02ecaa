import { listPrice } from "./claude-wire.ts";
import { createMcpClient } from "./mcp-client.ts";
import { createRandom } from "./random.ts";
import type { Answer, Step, Work } from "./step.ts";
import { post, type MakeActor } from "./world.ts";

/** That one call waits before it comes back as pending. */
const holdSeconds = 40;

/** An agent that asks and reports by MCP, and whose plugin tells its calls and tools: OpenCode. */
export const mcp: MakeActor = (persona, world) => {
  const random = createRandom(`${persona.seed}:ids`);
  const session = `ses_${random.hex(24)}`;
  const cwd = `/home/dev/${persona.project}`;
  const headers = { "user-agent": "opencode/1.18.33", "x-beckon-host": persona.host, "x-beckon-session": session };
  const client = createMcpClient(world, headers);
  let task = "";

  const event = (type: string, properties: object, agent: Record<string, string> = {}): Promise<string> =>
    post(world, { path: "/hooks/opencode", body: { type, properties }, headers: { "x-beckon-host": persona.host, ...agent } });

  const message = (info: object) => event("message.updated", { info: { sessionID: session, id: `msg_${random.hex(24)}`, ...info } });

  const called = (step: Extract<Work, { do: "think" }>, began: number): Promise<string> => {
    const { input, output, cacheRead, cacheWrite, reasoning } = step.tokens;
    return message({
      role: "assistant",
      modelID: persona.model,
      providerID: "anthropic",
      cost: (listPrice(persona.model, step.tokens) ?? 0) / 1e6,
      tokens: { input, output: output - reasoning, reasoning, cache: { read: cacheRead, write: cacheWrite } },
      time: { created: began, completed: world.now().getTime() },
    });
  };

  const tool = async (call: { name: string; input: object; ok: boolean; error?: string; seconds: number }): Promise<void> => {
    const head = { type: "tool", tool: call.name, callID: `call_${random.hex(24)}`, sessionID: session };
    const start = world.now().getTime();
    await event("message.part.updated", { part: { ...head, state: { status: "running", input: call.input, time: { start } } } });
    await world.pass(call.seconds);
    const outcome = call.ok ? { status: "completed" } : { status: "error", error: call.error };
    await event("message.part.updated", {
      part: { ...head, state: { ...outcome, input: call.input, time: { start, end: world.now().getTime() } } },
    });
  };

  const work = async (step: Work): Promise<void> => {
    switch (step.do) {
      case "think": {
        const began = world.now().getTime();
        await world.pass(step.seconds);
        return void (await called(step, began));
      }
      case "trouble": {
        const began = world.now().getTime();
        await world.pass(step.seconds);
        const error = { name: "APIError", data: { message: step.error, statusCode: step.status } };
        return void (await message({
          role: "assistant",
          modelID: persona.model,
          providerID: "anthropic",
          error,
          time: { created: began, completed: world.now().getTime() },
        }));
      }
      case "read":
        return tool({ name: "read", input: { filePath: `${cwd}/${step.path}` }, ok: true, seconds: step.seconds });
      case "edit":
        return tool({ name: "edit", input: { filePath: `${cwd}/${step.path}` }, ok: true, seconds: step.seconds });
      case "run":
        return tool({
          name: "bash",
          input: { command: step.command, description: step.why },
          ok: step.ok,
          error: step.output,
          seconds: step.seconds,
        });
    }
  };

  /** Asks, and goes on waiting while nobody has answered; the question itself has an end. */
  const ask = async (asked: { question: string; options: string[]; context: string; risk?: string }): Promise<Answer> => {
    const patience = world.patienceMs / 1_000;
    const wait = { wait_seconds: Math.min(holdSeconds, patience) };
    let result = await client.call("ask_human", { ...asked, allow_text: true, expires_in_minutes: Math.ceil(patience / 60), ...wait });
    while (result.data.status === "pending") result = await client.call("wait_for_answer", { request_id: result.data.request_id, ...wait });
    if (result.data.status !== "answered") return { said: "nothing" };
    const text = String(result.data.text ?? result.data.option ?? "");
    return { said: /^(no\b|deny|do not)/i.test(text) ? "no" : "yes", text };
  };

  /** A run of its own beside this one, as OpenCode's own task tool makes it. */
  const delegate = async ({ to, task: title, error, work: parts }: Extract<Step, { do: "delegate" }>): Promise<undefined> => {
    const child = `ses_${random.hex(24)}`;
    const created = world.now().getTime();
    await event("session.created", {
      info: { id: child, parentID: session, directory: cwd, title: `${title} (@${to})`, time: { created } },
    });
    for (const part of parts) await work(part);
    if (error) await event("session.error", { sessionID: child, error: { name: "APIError", data: { message: error } } });
    else await event("session.idle", { sessionID: child });
    await event("session.deleted", { info: { id: child } });
  };

  /** Offered by one agent; another one, in a window of its own, takes it over and ends it. */
  const handOver = async ({ to, task: what, notes, taken }: Extract<Step, { do: "hand-over" }>): Promise<undefined> => {
    const { data } = await client.call("hand_over", { to, task: `${what}. ${notes}` });
    if (!taken) return;
    const mate = { "x-beckon-agent": `${persona.name}-${to}` };
    const own = `ses_${random.hex(24)}`;
    const other = createMcpClient(world, { ...headers, ...mate, "x-beckon-session": own });
    await other.connect();
    await world.pass(random.between(3, 8));
    const started = await other.call("start_task", { title: what, task_id: data.handoff_id });
    await world.pass(random.between(3, 8));
    await other.call("complete_task", { task_id: started.data.task_id, summary: "Read, tried, nothing to add." });
    await event("session.deleted", { info: { id: own } }, mate);
  };

  return async (step: Step) => {
    switch (step.do) {
      case "start": {
        const info = { id: session, directory: cwd, title: persona.name, version: "1.18.33", time: { created: world.now().getTime() } };
        await event("session.created", { info });
        return void (await client.connect());
      }
      case "prompt":
        return void (await message({ role: "user", time: { created: world.now().getTime() } }));
      case "task":
        task = step.id;
        return void (await client.call("start_task", { title: step.subject, task_id: step.id }));
      case "progress":
        return void (await client.call("report_progress", { message: step.message, percent: step.percent, task_id: task }));
      case "task-done":
        return void (await client.call("complete_task", {
          task_id: step.id,
          outcome: step.ok ? "completed" : "failed",
          summary: step.summary,
        }));
      case "hand-over":
        return handOver(step);
      case "question":
        return ask({ question: step.question, options: step.options, context: step.context });
      case "plan":
        return ask({ question: `Carry out the plan “${step.title}”?`, options: ["Yes", "No, keep planning"], context: step.plan });
      case "permission":
        return ask({ question: `May I run: ${step.command}`, options: ["Yes", "No"], context: step.why, risk: "medium" });
      case "commit":
        return void (await tool({
          name: "bash",
          input: { command: `git commit -am ${JSON.stringify(step.message)}` },
          ok: true,
          seconds: 1,
        }));
      case "done":
        return void (await event("session.idle", { sessionID: session }));
      case "idle":
        return void (await world.pass(step.seconds));
      case "end":
        return void (await event("session.deleted", { info: { id: session } }));
      case "delegate":
        return delegate(step);
      case "vanish":
        return undefined;
      default:
        return void (await work(step));
    }
  };
};
