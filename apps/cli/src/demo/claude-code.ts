import { createClaudeWire, type ClaudeCall, type ClaudeWire } from "./claude-wire.ts";
import { createRandom } from "./random.ts";
import type { Answer, Step, Work } from "./step.ts";
import { untilAnswered } from "./until-answered.ts";
import type { MakeActor, World } from "./world.ts";

type Permission = Extract<Step, { do: "permission" }>;
type Decision = { behavior?: string; message?: string; updatedInput?: { command?: unknown; answers?: Record<string, string> } };

/** As Claude Code does: native hooks tell what happens and ask, telemetry tells calls, tools and decisions. */
export const claudeCode: MakeActor = (persona, world) => {
  const random = createRandom(`${persona.seed}:ids`);
  const wire = createClaudeWire(persona, world, random);
  const { hook, cwd } = wire;

  const work = async (step: Work, sub?: ClaudeCall["sub"]): Promise<void> => {
    switch (step.do) {
      case "think":
        await world.pass(step.seconds);
        return wire.called(step, sub);
      case "trouble":
        await world.pass(step.seconds);
        return wire.event("api_error", { model: persona.model, error: step.error, status_code: step.status, duration_ms: 900, attempt: 3 });
      case "read":
        return tool({ tool: "Read", input: { file_path: `${cwd}/${step.path}` }, seconds: step.seconds, sub });
      case "edit": {
        const lines = [...Array<string>(step.removed).fill("-line"), ...Array<string>(step.added).fill("+line")];
        const path = `${cwd}/${step.path}`;
        const response = {
          filePath: path,
          structuredPatch: [{ oldStart: step.line, oldLines: step.removed, newStart: step.line, newLines: step.added, lines }],
        };
        return tool({
          tool: "Edit",
          input: { file_path: path, old_string: "before", new_string: "after" },
          seconds: step.seconds,
          response,
          sub,
        });
      }
      case "run": {
        const failure = step.ok ? {} : { error: step.output };
        const input = { command: step.command, description: step.why };
        return tool({ tool: "Bash", input, seconds: step.seconds, response: { stdout: step.output }, ...failure, sub });
      }
    }
  };

  const tool = async (call: Omit<ClaudeCall, "id">): Promise<void> => {
    const begun = { ...call, id: `toolu_${random.hex(24)}` };
    await wire.began(begun);
    await wire.decided(begun, { accepted: true, source: "config" });
    await world.pass(call.seconds);
    await wire.ended(begun);
  };

  /** Asks by PermissionRequest, and is let go where somebody at the terminal is faster. */
  const ask = async (call: ClaudeCall, terminal: boolean): Promise<Decision | undefined> => {
    const input = {
      tool_name: call.tool,
      tool_input: call.input,
      ...(call.suggestions ? { permission_suggestions: call.suggestions } : {}),
    };
    const answer = await untilAnswered(world, {
      ask: (signal) => hook("PermissionRequest", input, signal),
      giveUp: () => wire.decided(call, { accepted: terminal, source: terminal ? "user_temporary" : "user_reject" }),
    });
    return (answer?.hookSpecificOutput as { decision?: Decision } | undefined)?.decision;
  };

  const permission = async ({ command, why, output, terminal }: Permission): Promise<Answer> => {
    const rule = `${command.split(" ").slice(0, 2).join(" ")} *`;
    const rules = [{ toolName: "Bash", ruleContent: rule }];
    const suggestions = [{ type: "addRules", rules, behavior: "allow", destination: "localSettings" }];
    const call: ClaudeCall = { id: `toolu_${random.hex(24)}`, tool: "Bash", input: { command, description: why }, seconds: 3, suggestions };
    await wire.began(call);
    const decision = await ask(call, terminal === "yes");
    if (!decision) {
      if (terminal === "yes") await wire.ended({ ...call, response: { stdout: output } });
      return { said: terminal };
    }
    const allowed = decision.behavior === "allow";
    await wire.decided(call, { accepted: allowed, source: "hook" });
    if (!allowed) return { said: "no", ...(decision.message ? { text: decision.message } : {}) };
    const changed = decision.updatedInput?.command;
    const ran = typeof changed === "string" ? changed : command;
    await world.pass(call.seconds);
    await wire.ended({ ...call, input: { command: ran, description: why }, response: { stdout: output } });
    return { said: "yes", command: ran };
  };

  const question = async ({ question: asked, options, context, terminal }: Extract<Step, { do: "question" }>): Promise<Answer> => {
    const choices = options.map((label) => ({ label, description: context }));
    const input = { questions: [{ question: asked, header: "Decision", options: choices, multiSelect: false }] };
    const call: ClaudeCall = { id: `toolu_${random.hex(24)}`, tool: "AskUserQuestion", input, seconds: 1 };
    await wire.began(call);
    const decision = await ask(call, true);
    const text = decision ? decision.updatedInput?.answers?.[asked] : terminal;
    await wire.ended({ ...call, response: { answers: { [asked]: text ?? "" } } });
    return text ? { said: "yes", text } : { said: "no" };
  };

  const plan = async ({ plan: text, terminal }: Extract<Step, { do: "plan" }>): Promise<Answer> => {
    const call: ClaudeCall = { id: `toolu_${random.hex(24)}`, tool: "ExitPlanMode", input: { plan: text }, seconds: 1 };
    await wire.began(call);
    const decision = await ask(call, terminal === "yes");
    const allowed = decision ? decision.behavior === "allow" : terminal === "yes";
    await (allowed ? wire.ended(call) : wire.ended({ ...call, error: decision?.message ?? "The person keeps planning" }));
    return { said: allowed ? "yes" : "no", ...(decision?.message ? { text: decision.message } : {}) };
  };

  const delegate = async ({ to, task, work: parts }: Extract<Step, { do: "delegate" }>): Promise<void> => {
    const call: ClaudeCall = { id: `toolu_${random.hex(24)}`, tool: "Agent", input: { subagent_type: to, description: task }, seconds: 0 };
    const sub = { agent_id: random.hex(17), agent_type: to };
    await wire.began(call);
    await hook("SubagentStart", sub);
    for (const part of parts) await work(part, sub);
    await hook("SubagentStop", { ...sub, stop_hook_active: false, last_assistant_message: "Done, nothing stands in the way." });
    await wire.ended({ ...call, response: { status: "completed", agentId: sub.agent_id } });
  };

  return (step) => act(step, { wire, work, permission, question, plan, delegate, world });
};

type Doing = {
  wire: ClaudeWire;
  world: World;
  work(step: Work): Promise<void>;
  permission(step: Permission): Promise<Answer>;
  question(step: Extract<Step, { do: "question" }>): Promise<Answer>;
  plan(step: Extract<Step, { do: "plan" }>): Promise<Answer>;
  delegate(step: Extract<Step, { do: "delegate" }>): Promise<void>;
};

const act = async (step: Step, { wire, world, ...doing }: Doing): Promise<Answer | undefined> => {
  switch (step.do) {
    case "prompt":
      return void (await wire.prompted(step.text));
    case "permission":
      return doing.permission(step);
    case "question":
      return doing.question(step);
    case "plan":
      return doing.plan(step);
    case "delegate":
      return void (await doing.delegate(step));
    case "progress":
    case "task":
    case "task-done":
      return void (await wire.todo(step));
    case "commit":
      return void (await wire.committed(step));
    case "done":
      return void (await wire.hook("Stop", { stop_hook_active: false, last_assistant_message: step.message, background_tasks: [] }));
    case "idle":
      return void (await world.pass(step.seconds));
    case "end":
      if (step.error) await wire.hook("StopFailure", { error: "server_error", error_details: step.error });
      return void (await wire.hook("SessionEnd", { reason: step.error ? "other" : step.reason }));
    case "start":
    case "hand-over":
    case "vanish":
      return undefined;
    default:
      return void (await doing.work(step));
  }
};
