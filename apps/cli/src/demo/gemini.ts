import { sendCounter, sendLogs, type Attributes } from "./otlp.ts";
import { createRandom } from "./random.ts";
import type { Step, Work } from "./step.ts";
import { post, type MakeActor } from "./world.ts";

const scope = "gemini-cli";

/** As Gemini CLI does: its log events tell each call and tool, and a counter that only grows tells the tokens once more. */
export const gemini: MakeActor = (persona, world) => {
  const random = createRandom(`${persona.seed}:ids`);
  const session = random.uuid();
  const cwd = `/home/dev/${persona.project}`;
  const resource = { "service.name": "gemini-cli", "session.id": session, "host.name": persona.host, "agent.role": persona.role };
  const since = world.now();
  const stands = { input: 0, output: 0, thought: 0, cache: 0 };
  let prompts = 0;

  const hook = (event: string, payload: object): Promise<string> =>
    post(world, {
      path: "/hooks/gemini",
      body: { session_id: session, transcript_path: "", cwd, hook_event_name: event, timestamp: world.now().toISOString(), ...payload },
      headers: { "x-beckon-host": persona.host },
    });

  const event = async (name: string, told: Attributes): Promise<void> => {
    const at = world.now();
    const full = `gemini_cli.${name}`;
    const head = { "event.name": full, "event.timestamp": at.toISOString(), "session.id": session, "installation.id": "demo" };
    const common = { ...head, auth_type: "gemini-api-key", prompt_id: `${session}########${prompts}` };
    await sendLogs(world, { resource, scope, events: [{ at, name: full, attributes: { ...common, ...told } }] });
  };

  const called = async (step: Extract<Work, { do: "think" }>): Promise<void> => {
    const { input, output, cacheRead, cacheWrite, reasoning } = step.tokens;
    const read = input + cacheWrite + cacheRead;
    const said = output - reasoning;
    await event("api_response", {
      model: persona.model,
      status_code: 200,
      duration_ms: step.seconds * 1_000,
      input_token_count: read,
      output_token_count: said,
      cached_content_token_count: cacheRead,
      thoughts_token_count: reasoning,
      tool_token_count: 0,
      total_token_count: read + output,
    });
    stands.input += read;
    stands.output += said;
    stands.thought += reasoning;
    stands.cache += cacheRead;
    const points = Object.entries(stands).map(([type, value]) => ({
      attributes: { "session.id": session, model: persona.model, type },
      value,
    }));
    await sendCounter(world, { resource, scope, counter: { name: "gemini_cli.token.usage", since, at: world.now(), points } });
  };

  const tool = async (call: {
    name: string;
    args: Record<string, unknown>;
    ok?: boolean;
    error?: string;
    seconds: number;
    lines?: object;
  }) => {
    await world.pass(call.seconds);
    const failure = call.ok === false ? { error: call.error, error_type: "execution_failed" } : {};
    await event("tool_call", {
      function_name: call.name,
      function_args: JSON.stringify(call.args),
      duration_ms: call.seconds * 1_000,
      success: call.ok ?? true,
      decision: "auto_accept",
      tool_type: "native",
      ...failure,
      ...(call.lines ? { metadata: JSON.stringify(call.lines) } : {}),
    });
  };

  const work = async (step: Work): Promise<void> => {
    switch (step.do) {
      case "think":
        await world.pass(step.seconds);
        return called(step);
      case "trouble":
        await world.pass(step.seconds);
        return event("api_error", { model: persona.model, error: step.error, status_code: step.status, duration_ms: 900 });
      case "read":
        return tool({ name: "read_file", args: { absolute_path: `${cwd}/${step.path}` }, seconds: step.seconds });
      case "edit": {
        const lines = { model_added_lines: step.added, model_removed_lines: step.removed };
        return tool({ name: "replace", args: { file_path: `${cwd}/${step.path}` }, seconds: step.seconds, lines });
      }
      case "run": {
        const args = { command: step.command, description: step.why };
        return tool({ name: "run_shell_command", args, ok: step.ok, error: step.output, seconds: step.seconds });
      }
    }
  };

  return async (step: Step) => {
    switch (step.do) {
      case "start":
        await hook("SessionStart", { source: "startup" });
        return void (await event("config", { model: persona.model, approval_mode: "yolo" }));
      case "prompt":
        prompts += 1;
        return void (await hook("BeforeAgent", { prompt: step.text }));
      case "done":
        return void (await hook("AfterAgent", { prompt_response: step.message }));
      case "idle":
        return void (await world.pass(step.seconds));
      case "end":
        return void (await hook("SessionEnd", { reason: "exit" }));
      // It runs without asking; what its telemetry has no word for stays untold.
      case "permission":
        return { said: "no" };
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
      case "commit":
      case "vanish":
        return undefined;
      default:
        return void (await work(step));
    }
  };
};
