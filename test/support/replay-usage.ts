import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Used = { calls?: number; input: number; output: number; cacheRead: number; cacheWrite: number; costMicros?: number };
/** By the agent's own id of the run; sub-agents' usage is their parent's here. */
export type ToldUsage = Record<string, Used>;

const claudeCall = { input: 812, output: 640, cacheRead: 51_200, cacheWrite: 2_048, costMicros: 23_384 };

const lines = (path: string): any[] =>
  existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .flatMap((line) => {
          try {
            return [JSON.parse(line)];
          } catch {
            return [];
          }
        })
    : [];
const micros = (dollars: number) => Math.round(dollars * 1e6);

/**
 * What a run used by the agent's own account of it: the last line of its output, else its counters, else the price
 * and tokens that the mock model gave to each call, times its calls. Only for runs that sent their calls to us.
 */
export const expectedUsage = (folder: string, agent: string): ToldUsage => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  const records = files.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
  const logs = records.flatMap(({ body }) => logRecords(body));
  if (agent === "opencode")
    return byMock(openCodeCalls(records), { input: 2_860, output: 640, cacheRead: 51_200, cacheWrite: 0, costMicros: 33_540 });
  const binary = readdirSync(folder).find((file) => file.endsWith("-logs.bin"));
  if (binary) return ofBytes(readFileSync(join(folder, binary), "latin1"));
  if (logs.length === 0) return {};
  const said = ofOutput(lines(join(folder, "stdout.jsonl")), agent);
  if (said) return said;
  if (agent === "claude") {
    const counted = ofClaudeCounters(records);
    if (counted) return counted;
    const calls = logs.filter((log) => log["event.name"] === "api_request").map((log) => log["session.id"]);
    return byMock(calls, claudeCall);
  }
  const errands = new Set(
    logs
      .filter((log) => log["event.name"] === "codex.conversation_starts" && log.sandbox_policy === "read-only")
      .map((log) => log["conversation.id"]),
  );
  const calls = logs
    .filter((log) => log["event.name"] === "codex.sse_event" && log.input_token_count !== undefined && !errands.has(log["conversation.id"]))
    .map((log) => log["conversation.id"]);
  return byMock(calls, { input: 2_860, output: 640, cacheRead: 51_200, cacheWrite: 0 });
};

const logRecords = (body: any): any[] =>
  (body?.resourceLogs ?? []).flatMap((resource: any) =>
    resource.scopeLogs.flatMap((scope: any) => scope.logRecords.map(({ attributes }: any) => attributesOf(attributes))),
  );
const attributesOf = (attributes: any[]): Record<string, any> =>
  Object.fromEntries((attributes ?? []).map(({ key, value }) => [key, Object.values(value ?? {})[0]]));

/** The last line that says what the whole run used. */
const ofOutput = (output: any[], agent: string): ToldUsage | undefined => {
  if (agent === "claude") {
    const last = output.findLast(({ type }) => type === "result");
    const models: any[] = Object.values(last?.modelUsage ?? {});
    if (!last || models.length === 0) return undefined;
    const sum = (of: string) => models.reduce((total, model) => total + model[of], 0);
    const tokens = {
      input: sum("inputTokens"),
      output: sum("outputTokens"),
      cacheRead: sum("cacheReadInputTokens"),
      cacheWrite: sum("cacheCreationInputTokens"),
    };
    return { [last.session_id]: { ...tokens, costMicros: micros(last.total_cost_usd) } };
  }
  if (agent === "codex") {
    const thread = output.find(({ type }) => type === "thread.started")?.thread_id;
    const usage = output.findLast(({ type }) => type === "turn.completed")?.usage;
    if (!thread || !usage) return undefined;
    const { input_tokens: all, cached_input_tokens: cacheRead, cache_write_input_tokens: cacheWrite, output_tokens: written } = usage;
    return { [thread]: { input: all - cacheRead - cacheWrite, output: written, cacheRead, cacheWrite } };
  }
  const session = output.find(({ type }) => type === "init")?.session_id;
  const stats = output.findLast(({ type }) => type === "result")?.stats;
  if (!session || !stats) return undefined;
  // Its own sum of what was written leaves the thoughts out.
  return {
    [session]: { input: stats.input, output: stats.total_tokens - stats.input_tokens, cacheRead: stats.cached, cacheWrite: 0 },
  };
};

/** Protobuf keeps text as it is: each call's record has its name in it. */
const ofBytes = (bytes: string): ToldUsage => {
  const session = /session\.id[^]{2,4}?([\da-f-]{36})/.exec(bytes)?.[1];
  const calls = bytes.match(/claude_code\.api_request(?![_a-z])/g) ?? [];
  return session
    ? byMock(
        calls.map(() => session),
        claudeCall,
      )
    : {};
};

const ofClaudeCounters = (records: any[]): ToldUsage | undefined => {
  const told: Record<string, Record<string, number>> = {};
  for (const { body } of records)
    for (const { scopeMetrics } of body?.resourceMetrics ?? [])
      for (const { name, sum } of scopeMetrics.flatMap(({ metrics }: any) => metrics))
        for (const { attributes, asDouble } of sum?.dataPoints ?? []) {
          const { type, "session.id": session } = attributesOf(attributes);
          const part = name === "claude_code.cost.usage" ? "cost" : name === "claude_code.token.usage" ? type : undefined;
          if (part) (told[session] ??= {})[part] = (told[session]?.[part] ?? 0) + asDouble;
        }
  const all = Object.entries(told).map(([session, of]) => [
    session,
    { input: of.input, output: of.output, cacheRead: of.cacheRead, cacheWrite: of.cacheCreation, costMicros: micros(of.cost ?? 0) },
  ]);
  return all.length > 0 ? Object.fromEntries(all) : undefined;
};

/** The sessions of messages that are told to have ended, once for each message. */
const openCodeCalls = (records: any[]): string[] => {
  const ended = new Map<string, string>();
  for (const { body } of records) {
    const info = body?.type === "message.updated" ? body.properties.info : undefined;
    if (info?.role === "assistant" && info.finish) ended.set(info.id, info.sessionID);
  }
  return [...ended.values()];
};

const byMock = (sessions: string[], each: Used): ToldUsage =>
  Object.fromEntries(
    [...Map.groupBy(sessions, (session) => session)].map(([session, { length }]) => [
      session,
      { calls: length, ...(Object.fromEntries(Object.entries(each).map(([part, amount]) => [part, amount * length])) as Used) },
    ]),
  );
