import { isDeepStrictEqual } from "node:util";
import { wordOf } from "./replay-answer.ts";
import type { Run, Step } from "./replay-read.ts";

/*
 * What a capture itself says of a run: by the names of its events and what its receiver answered. None of it is
 * taken from our adapters.
 */

type Told = Pick<Step, "channel"> & { event: string; payload: any; at: number };
const toldBy = ({ channel, body, at }: Step): Told => {
  const payload = (body ?? {}) as any;
  return { channel, payload, at, event: channel === "mcp" ? (payload.method ?? "") : (payload.hook_event_name ?? payload.type ?? "") };
};
const risky = /git push/;

/** How many cards a request must put before the person. */
export const cardsOf = (step: Step): number => {
  const { event, payload } = toldBy(step);
  if (step.channel === "otlp") return 0;
  if (event === "tools/call") return payload.params.name === "ask_human" ? 1 : 0;
  if (event === "permission.asked") return 1;
  if (event === "question.asked") return payload.properties.questions.length;
  if (event === "PermissionRequest") return payload.tool_name === "AskUserQuestion" ? payload.tool_input.questions.length : 1;
  // A hook before the tool is the gate of agents that do not ask by themselves.
  const isGate = event === "BeforeTool" || (event === "PreToolUse" && step.path === "/hooks/codex?gate=risky");
  return isGate && risky.test(payload.tool_input?.command ?? "") ? 1 : 0;
};

/** What the agent must be told, where somebody decided in the capture: its own answer, but for what that agent was seen not to take. */
export const toldAgent = ({ path, body, answer }: Step): unknown => {
  const payload = (body ?? {}) as any;
  const said = structuredClone(answer?.body) as any;
  const word = wordOf(said);
  if (!word || (word.behavior !== "allow" && word.behavior !== "deny")) return undefined;
  // A turn is not broken off from afar: the agent goes on with the reason.
  delete word.interrupt;
  if (payload.tool_name === "ExitPlanMode" && word.behavior === "allow") word.updatedInput ??= payload.tool_input;
  const offered = (payload.permission_suggestions ?? []) as unknown[];
  const isMode = payload.tool_name === "ExitPlanMode";
  if (
    word.updatedPermissions &&
    !isMode &&
    !word.updatedPermissions.every((one: unknown) => offered.some((each) => isDeepStrictEqual(each, one)))
  )
    delete word.updatedPermissions;
  if (path.startsWith("/hooks/codex") && payload.hook_event_name === "PermissionRequest" && word.updatedInput) {
    word.behavior = "deny";
    word.message = `Not as it is. Do this instead:\n${word.updatedInput.command}`;
    delete word.updatedInput;
  }
  return said;
};

export type Ending = { status: "decided" | "cancelled" | "pending"; reason?: string; outcome?: "executed" | "failed" };

/** What the card of a request must have come to by the end of the run. */
export const endingOf = (run: Run, step: Step): Ending => {
  const { payload, event } = toldBy(step);
  const later = run.steps.filter(({ at }) => at > step.at).map(toldBy);
  const own = later.filter((each) => each.payload.session_id === payload.session_id && each.payload.tool_name === payload.tool_name);
  const ended = own.find((each) => /^(PostToolUse|PostToolUseFailure|AfterTool)$/.test(each.event));
  if (step.channel === "mcp")
    return step.answer ? { status: "decided" } : { status: "cancelled", reason: "the agent stopped waiting for the answer" };
  const { path, answer, closedAt } = step;
  const said = toldAgent(step);
  if (answer && said) {
    const denied = wordOf(said)?.behavior === "deny";
    const part = later.find(
      ({ payload: { properties } }) =>
        properties?.part?.callID === payload.properties?.tool?.callID && properties?.part?.state?.status === "completed",
    );
    const ran = path.startsWith("/hooks/opencode") ? (event === "permission.asked" ? part : undefined) : ended;
    // A changed command that the agent cannot be given may still run unchanged, by a yes in the terminal.
    if (!ran || (denied && ran.event === "PostToolUseFailure")) return { status: "decided" };
    const isOther =
      wordOf(said)?.updatedInput?.command !== undefined && ran.payload.tool_input?.command !== wordOf(said).updatedInput.command;
    return isOther ? { status: "decided" } : { status: "decided", outcome: ran.event === "PostToolUseFailure" ? "failed" : "executed" };
  }
  const batch = later.find(
    (each) => each.event === "PostToolBatch" && each.payload.session_id === payload.session_id && (closedAt ?? Infinity) > each.at,
  );
  const over = later.find((each) => /^(Stop|AfterAgent)$/.test(each.event) && each.payload.session_id === payload.session_id);
  const before = (told: Told | undefined) => told !== undefined && told.at < (closedAt ?? Infinity);
  if (before(ended) || batch || (closedAt === undefined && over)) return { status: "cancelled", reason: "answered in the terminal" };
  if (closedAt === undefined) return { status: "cancelled", reason: "the connection to the agent was cut" };
  const heldMs = closedAt - step.at;
  const isLimit = Math.abs(heldMs - 600_000) < 1_500;
  return { status: "cancelled", reason: isLimit ? "nobody answered in the time that the agent waits" : "refused in the terminal" };
};

const titleTask = /^Generate a concise, single-line task title/;
const readLog =
  /^(api_|user_prompt|tool_|subagent_completed|codex\.(conversation_starts|user_prompt|tool_)|gemini_cli\.(config|user_prompt|api_response|tool_call))/;

/** The runs of agents that a capture tells of, sub-agents' by `<run>/<id>`; without the thread that only makes a title. */
export const sessionsOf = (run: Run): string[] => {
  const sessions = new Set<string>();
  const errands = new Set<string>();
  for (const step of run.steps) {
    const body = (step.body ?? {}) as any;
    if (step.channel === "hook") {
      const session = body.session_id ?? body["thread-id"] ?? body.properties?.sessionID ?? body.properties?.info?.sessionID;
      if ([body.prompt, ...(body["input-messages"] ?? [])].some((text) => titleTask.test(text ?? ""))) errands.add(session);
      if (session) sessions.add(session);
      if (session && body.agent_id) sessions.add(`${session}/${body.agent_id}`);
    }
    for (const session of step.binary ? binarySessions(step.body as string) : []) sessions.add(session);
    for (const resource of body.resourceLogs ?? [])
      for (const { attributes } of resource.scopeLogs.flatMap(({ logRecords }: any) => logRecords)) {
        const told = Object.fromEntries(attributes.map(({ key, value }: any) => [key, Object.values(value ?? {})[0]]));
        const session = told["session.id"] ?? told["conversation.id"];
        if (!readLog.test(told["event.name"] ?? "") || !session) continue;
        sessions.add(told.agent_id ? `${session}/${told.agent_id}` : session);
        if (told.sandbox_policy === "read-only" && told.mcp_servers === "") errands.add(session);
      }
  }
  return [...sessions].filter((session) => !errands.has(session)).toSorted();
};

/** Protobuf keeps text as it is. */
const binarySessions = (base64: string): string[] => {
  const bytes = Buffer.from(base64, "base64").toString("latin1");
  const session = /session\.id[^]{2,4}?([\da-f-]{36})/.exec(bytes)?.[1];
  const parts = [...bytes.matchAll(/agent_id[^]{2,4}?([\da-z]{17})/g)].map(([, part]) => `${session}/${part}`);
  return session ? [session, ...parts] : [];
};

/** How a run stood at the capture's end, as far as its hooks say; a part that they do not tell is left out. */
export const stateOf = (run: Run, session: string): { ended?: string; turnOpen?: boolean; project?: string } => {
  const [main, sub] = session.split("/");
  const told = run.steps
    .map(toldBy)
    .filter(({ payload }) => (payload.session_id ?? payload.properties?.sessionID) === main && payload.agent_id === sub);
  const last = told.findLast(({ event }) =>
    /^(UserPromptSubmit|SubagentStart|Stop|StopFailure|SubagentStop|BeforeAgent|AfterAgent|session\.idle)$/.test(event),
  );
  const end = told.findLast(({ event }) => event === "SessionEnd" || event === "SubagentStop");
  const cwd = told.find(
    ({ event, payload }) => /^(SessionStart|UserPromptSubmit|PermissionRequest|BeforeAgent)$/.test(event) && payload.cwd,
  )?.payload.cwd;
  return {
    ...(end ? { ended: end.event === "SubagentStop" ? "completed" : end.payload.reason } : {}),
    ...(last ? { turnOpen: /^(UserPromptSubmit|SubagentStart|BeforeAgent)$/.test(last.event) } : {}),
    ...(cwd ? { project: cwd.split("/").at(-1) } : {}),
  };
};
