import { sendLogs, type Attributes } from "./otlp.ts";
import type { Persona } from "./personas.ts";
import type { Random } from "./random.ts";
import type { Step, Tokens } from "./step.ts";
import { post, type World } from "./world.ts";

export type ClaudeCall = {
  id: string;
  tool: string;
  input: Record<string, unknown>;
  seconds: number;
  response?: Record<string, unknown>;
  error?: string;
  suggestions?: unknown[];
  /** The sub-agent that calls. */
  sub?: { agent_id: string; agent_type: string } | undefined;
};
type Sub = ClaudeCall["sub"];

/** Dollars for a million tokens, as Claude Code's own list has them. */
const prices: Record<string, Record<"input" | "output" | "cacheRead" | "cacheWrite", number>> = {
  "claude-sonnet-5": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  "claude-haiku-4-5": { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
};

/** Millionths of a dollar at list price; nothing for a model that is not on the list. */
export const listPrice = (model: string, tokens: Tokens): number | undefined => {
  const price = prices[model];
  if (!price) return undefined;
  return Math.round(
    tokens.input * price.input + tokens.output * price.output + tokens.cacheRead * price.cacheRead + tokens.cacheWrite * price.cacheWrite,
  );
};

const version = "2.1.329";

/** The two ways in which Claude Code tells of itself: `POST /hooks/claude-code` and OTLP logs. */
export const createClaudeWire = (persona: Persona, world: World, random: Random) => {
  const session = random.uuid();
  const cwd = `/home/dev/${persona.project}`;
  const resource = { "service.name": "claude-code", "service.version": version, "host.name": persona.host, "agent.role": persona.role };
  let promptId = "";
  let sequence = 0;

  const hook = (event: string, payload: object, signal?: AbortSignal): Promise<string> =>
    post(world, {
      path: "/hooks/claude-code",
      body: {
        session_id: session,
        transcript_path: `/home/dev/.claude/projects/${persona.project}/${session}.jsonl`,
        cwd,
        permission_mode: "default",
        ...(promptId ? { prompt_id: promptId } : {}),
        hook_event_name: event,
        ...payload,
      },
      headers: { "x-beckon-host": persona.host },
      ...(signal ? { signal } : {}),
    });

  const event = async (name: string, told: Attributes): Promise<void> => {
    const at = world.now();
    sequence += 1;
    const head = { "event.name": name, "event.timestamp": at.toISOString(), "event.sequence": sequence, "session.id": session };
    const common = { ...head, "prompt.id": promptId, "user.id": "demo", "app.version": version };
    await sendLogs(world, {
      resource,
      scope: "com.anthropic.claude_code.events",
      events: [{ at, name: `claude_code.${name}`, attributes: { ...common, ...told } }],
    });
  };

  const details = (call: ClaudeCall) => {
    const { command, description } = call.input;
    const parameters = command === undefined ? {} : { tool_parameters: JSON.stringify({ full_command: command, description }) };
    const by = call.sub ? { agent_id: call.sub.agent_id, "agent.name": call.sub.agent_type } : {};
    return { tool_name: call.tool, tool_use_id: call.id, tool_input: JSON.stringify(call.input).slice(0, 4_000), ...parameters, ...by };
  };
  const about = (call: ClaudeCall) => ({ tool_name: call.tool, tool_input: call.input, tool_use_id: call.id, ...call.sub });

  return {
    hook,
    event,
    cwd,
    prompted: async (text: string): Promise<void> => {
      promptId = random.uuid();
      await hook("UserPromptSubmit", { prompt: text });
      await event("user_prompt", { prompt_length: text.length, prompt: text });
    },
    called: (call: { tokens: Tokens; seconds: number }, sub?: Sub): Promise<void> => {
      const model = sub ? "claude-haiku-4-5" : persona.model;
      const micros = listPrice(model, call.tokens) ?? 0;
      return event("api_request", {
        model,
        cost_usd: micros / 1e6,
        cost_usd_micros: micros,
        duration_ms: call.seconds * 1_000,
        input_tokens: call.tokens.input,
        output_tokens: call.tokens.output,
        cache_read_tokens: call.tokens.cacheRead,
        cache_creation_tokens: call.tokens.cacheWrite,
        request_id: `req_${random.hex(22)}`,
        query_source: sub ? `agent:builtin:${sub.agent_type}` : "repl_main_thread",
        ...(sub ? { agent_id: sub.agent_id, "agent.name": sub.agent_type } : {}),
      });
    },
    began: (call: ClaudeCall): Promise<unknown> => hook("PreToolUse", about(call)),
    decided: (call: ClaudeCall, { accepted, source }: { accepted: boolean; source: string }): Promise<void> =>
      event("tool_decision", { ...details(call), decision: accepted ? "accept" : "reject", source }),
    /** Telemetry sends its numbers of tools as text. */
    ended: async (call: ClaudeCall): Promise<void> => {
      const duration = Math.round(call.seconds * 1_000);
      const outcome = call.error === undefined ? { tool_response: call.response ?? {} } : { error: call.error, is_interrupt: false };
      await hook(call.error === undefined ? "PostToolUse" : "PostToolUseFailure", { ...about(call), ...outcome, duration_ms: duration });
      const failure = call.error === undefined ? {} : { error: call.error };
      const success = call.error === undefined ? "true" : "false";
      await event("tool_result", { ...details(call), success, duration_ms: String(duration), ...failure });
    },
    /** Its list of things to do, as it stands. */
    todo: async (step: Extract<Step, { do: "progress" | "task" | "task-done" }>): Promise<void> => {
      if (step.do === "task") {
        await hook("TaskCreated", { task_id: step.id, task_subject: step.subject });
        const input = { taskId: step.id, subject: step.subject, status: "in_progress" };
        const call = { id: `toolu_${random.hex(24)}`, tool: "TaskUpdate", input, seconds: 0 };
        await hook("PostToolUse", { ...about(call), tool_response: {}, duration_ms: 1 });
      } else if (step.do === "task-done" && step.ok) await hook("TaskCompleted", { task_id: step.id });
      else if (step.do === "task-done") {
        // Its list has no word for what failed: it is struck off.
        const call = { id: `toolu_${random.hex(24)}`, tool: "TaskUpdate", input: { taskId: step.id, status: "deleted" }, seconds: 0 };
        await hook("PostToolUse", { ...about(call), tool_response: {}, duration_ms: 1 });
      } else {
        const todos = [
          { content: step.message, status: "in_progress", activeForm: step.message },
          { content: "Check and commit", status: "pending", activeForm: "Checking" },
        ];
        const call = { id: `toolu_${random.hex(24)}`, tool: "TodoWrite", input: { todos }, seconds: 0 };
        await hook("PostToolUse", { ...about(call), tool_response: {}, duration_ms: 1 });
      }
    },
    committed: async ({ sha, message, branch }: Extract<Step, { do: "commit" }>): Promise<void> => {
      const input = { command: `git commit -am ${JSON.stringify(message)}`, description: "Commits the change" };
      const call = { id: `toolu_${random.hex(24)}`, tool: "Bash", input, seconds: 1 };
      await hook("PreToolUse", about(call));
      const response = { stdout: "", gitOperation: { commit: { sha, branch, message } } };
      await hook("PostToolUse", { ...about(call), tool_response: response, duration_ms: 800 });
    },
  };
};
export type ClaudeWire = ReturnType<typeof createClaudeWire>;
