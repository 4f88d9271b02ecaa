import { sendLogs, type Attributes } from "./otlp.ts";
import { createRandom } from "./random.ts";
import type { Answer, Step, Work } from "./step.ts";
import { untilAnswered } from "./until-answered.ts";
import { post, type MakeActor } from "./world.ts";

type Call = { id: string; tool: "exec_command" | "apply_patch"; command: string; ok: boolean; output: string; seconds: number };

const version = "0.169.0";

/** As Codex does: `beckon hook codex` relays its hooks, its log events tell calls and tools. Numbers come as text. */
export const codex: MakeActor = (persona, world) => {
  const random = createRandom(`${persona.seed}:ids`);
  const session = random.uuid();
  const cwd = `/home/dev/${persona.project}`;
  const resource = { "service.name": "codex_cli_rs", "service.version": version, "host.name": persona.host, "agent.role": persona.role };
  let turnId = "";

  const hook = (event: string, payload: object, more: { key?: string; signal?: AbortSignal } = {}): Promise<string> =>
    post(world, {
      path: "/hooks/codex",
      body: {
        session_id: session,
        turn_id: turnId,
        transcript_path: null,
        cwd,
        hook_event_name: event,
        model: persona.model,
        permission_mode: "default",
        ...payload,
      },
      headers: { "x-beckon-host": persona.host, ...(more.key ? { "idempotency-key": more.key } : {}) },
      ...(more.signal ? { signal: more.signal } : {}),
    });

  const event = async (name: string, told: Attributes): Promise<void> => {
    const at = world.now();
    const head = { "event.name": name, "event.timestamp": at.toISOString(), "conversation.id": session, "app.version": version };
    const common = { ...head, auth_mode: "ApiKey", originator: "codex-tui", model: persona.model, slug: persona.model };
    await sendLogs(world, { resource, scope: "codex_otel.log_only", events: [{ at, name: "", attributes: { ...common, ...told } }] });
  };

  const hookTool = ({ tool }: Call) => (tool === "apply_patch" ? "apply_patch" : "Bash");
  const about = (call: Call) => ({ tool_name: hookTool(call), tool_input: { command: call.command }, tool_use_id: call.id });

  const end = async (call: Call): Promise<void> => {
    const response = call.ok ? call.output : `Process exited with code 1\n${call.output}`;
    await hook("PostToolUse", { ...about(call), tool_response: response });
    const args = call.tool === "apply_patch" ? call.command : JSON.stringify({ cmd: call.command });
    const told = { tool_name: call.tool, call_id: call.id, arguments: args, duration_ms: String(call.seconds * 1_000) };
    await event("codex.tool_result", { ...told, success: String(call.ok), output: response });
  };
  const decided = (call: Call, { decision, source }: { decision: string; source: string }) =>
    event("codex.tool_decision", { tool_name: call.tool, call_id: call.id, decision, source });

  const run = async (call: Omit<Call, "id">): Promise<void> => {
    const begun = { ...call, id: `call_${random.hex(24)}` };
    await hook("PreToolUse", about(begun));
    await decided(begun, { decision: "approved", source: "Config" });
    await world.pass(call.seconds);
    await end(begun);
  };

  const work = async (step: Work): Promise<void> => {
    switch (step.do) {
      case "think": {
        await world.pass(step.seconds);
        const { input, output, cacheRead, cacheWrite, reasoning } = step.tokens;
        // What it read from the cache, and wrote to it, is in its input.
        const counts = { input_token_count: input + cacheRead + cacheWrite, output_token_count: output, cached_token_count: cacheRead };
        const rest = { cache_write_token_count: cacheWrite, reasoning_token_count: reasoning };
        const told = Object.fromEntries(Object.entries({ ...counts, ...rest }).map(([name, value]) => [name, String(value)]));
        return event("codex.sse_event", { "event.kind": "response.completed", duration_ms: String(step.seconds * 1_000), ...told });
      }
      case "trouble":
        await world.pass(step.seconds);
        return event("codex.api_request", {
          duration_ms: "900",
          "http.response.status_code": String(step.status),
          "error.message": step.error,
          attempt: "3",
        });
      case "read":
        return run({ tool: "exec_command", command: `sed -n 1,200p ${step.path}`, ok: true, output: "", seconds: step.seconds });
      case "edit": {
        const lines = [...Array<string>(step.removed).fill("-line"), ...Array<string>(step.added).fill("+line")].join("\n");
        const patch = `*** Begin Patch\n*** Update File: ${step.path}\n@@\n${lines}\n*** End Patch`;
        return run({ tool: "apply_patch", command: patch, ok: true, output: "Done!", seconds: step.seconds });
      }
      case "run":
        return run({ tool: "exec_command", command: step.command, ok: step.ok, output: step.output, seconds: step.seconds });
    }
  };

  const permission = async ({ command, why, output, terminal }: Extract<Step, { do: "permission" }>): Promise<Answer> => {
    const call: Call = { id: `call_${random.hex(24)}`, tool: "exec_command", command, ok: true, output, seconds: 3 };
    const key = random.hex(24);
    await hook("PreToolUse", about(call));
    const answer = await untilAnswered(world, {
      ask: (signal) => hook("PermissionRequest", { tool_name: "Bash", tool_input: { command, description: why } }, { key, signal }),
      // The hook's own time is over: Codex ends it, and asks in the terminal.
      giveUp: () => post(world, { path: "/hooks/withdraw", body: { agent: "codex", key, reason: "answered in the terminal" } }),
    });
    const decision = (answer?.hookSpecificOutput as { decision?: { behavior?: string; message?: string } } | undefined)?.decision;
    const allowed = decision ? decision.behavior === "allow" : terminal === "yes";
    await decided(call, { decision: allowed ? "approved" : "denied", source: decision ? "Config" : "User" });
    if (allowed) {
      await world.pass(call.seconds);
      await end(call);
    }
    return { said: allowed ? "yes" : "no", ...(decision?.message ? { text: decision.message } : {}) };
  };

  return async (step) => {
    switch (step.do) {
      case "start":
        await hook("SessionStart", { source: "startup" });
        await event("codex.conversation_starts", {
          provider_name: "openai",
          approval_policy: "on-request",
          sandbox_policy: "workspace-write",
          mcp_servers: "beckon",
        });
        return undefined;
      case "prompt":
        turnId = random.uuid();
        return void (await hook("UserPromptSubmit", { prompt: step.text }));
      case "permission":
        return permission(step);
      case "commit":
        return void (await run({
          tool: "exec_command",
          command: `git commit -am ${JSON.stringify(step.message)}`,
          ok: true,
          output: "",
          seconds: 1,
        }));
      case "done":
        return void (await hook("Stop", { stop_hook_active: false, last_assistant_message: step.message }));
      case "idle":
        return void (await world.pass(step.seconds));
      case "end":
        return void (await hook("SessionEnd", { reason: "other" }));
      // It has hooks for none of these, and asks questions in the terminal alone.
      case "question":
        return { said: "yes", text: step.terminal };
      case "plan":
        return { said: step.terminal };
      case "delegate":
        for (const part of step.work) await work(part);
        return undefined;
      case "progress":
      case "task":
      case "task-done":
      case "hand-over":
      case "vanish":
        return undefined;
      default:
        return void (await work(step));
    }
  };
};
