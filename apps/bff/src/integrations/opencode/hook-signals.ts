import type { Signal } from "@beckon/contracts/signals";
import { callKey } from "../call-key.ts";
import { clip } from "../clean.ts";
import { todoItems } from "../todo-items.ts";
import { agentOf, deliveryId, doingOf, teller } from "../hook-signal.ts";
import type { HookContext } from "../hook-types.ts";
import { countOf, hashOf, instantOf, isRecord, keyOf, listOf, recordOf, signalId, type Json } from "../hook-values.ts";
import { openCode, readEvent } from "./hook-common.ts";

type Read = ReturnType<typeof readEvent> & { session: string };
type Means = { tell: ReturnType<typeof teller>; own: (kind: string) => string; now: Date };

/** What one event of OpenCode says. A message's usage is told once, when the message is complete. */
export const toSignals = (payload: Json, context: HookContext): Signal[] => {
  const read = readEvent(payload);
  const { session } = read;
  if (!session) return [];
  const tell = teller({ source: openCode.source, session, agent: agentOf(context, { vendor: openCode.vendor }), at: context.now });
  const own = (kind: string) => (read.id ? signalId(kind, read.id) : deliveryId(kind, { session, payload, context }));
  const make = Object.hasOwn(events, read.type) ? events[read.type] : undefined;
  return make ? make({ ...read, session }, { tell, own, now: context.now }) : [];
};

const placeholder = /^(New|Child) session - \d{4}-/;

const described = ({ info }: Read) => ({
  cwd: clip(info.directory, 1_000),
  // Until the model has made one it is called by its date.
  title: typeof info.title === "string" && placeholder.test(info.title) ? undefined : clip(info.title, 2_000),
  version: clip(info.version, 60),
  model: clip(recordOf(info.model).id, 200),
  ...(keyOf(info.parentID) ? { parentSession: keyOf(info.parentID) } : {}),
});

const events: Record<string, (read: Read, means: Means) => Signal[]> = {
  "session.created": (read, { tell }) => [
    tell("session.started", signalId("session-start", read.session), described(read), instantOf(recordOf(read.info.time).created)),
  ],
  "session.updated": (read, { tell }) => {
    const data = described(read);
    return [tell("session.described", signalId("session-described", `${read.session}:${hashOf(data)}`), data)];
  },
  "session.deleted": (read, { tell }) => [
    tell("session.ended", signalId("session-end", read.session), { reason: "deleted", failed: false }),
  ],
  "session.idle": (_, { tell, own }) => [tell("turn.ended", own("turn-end"), { failed: false, running: 0 })],
  "session.error": ({ properties }, { tell, own }) => {
    const error = recordOf(properties.error);
    const message = clip(recordOf(error.data).message ?? error.message ?? error.name, 2_000) ?? "error";
    return [tell("turn.ended", own("turn-end"), { failed: error.name !== "MessageAbortedError", error: message, running: 0 })];
  },
  "session.compacted": (_, { tell, own }) => [tell("context.compacted", own("compacted"), {})],
  "message.updated": (read, means) => messageSignals(read, means),
  "message.part.updated": ({ properties, session }, means) => toolSignals(recordOf(properties.part), session, means),
  "todo.updated": ({ properties }, { tell, own }) => {
    const all = listOf(properties.todos).filter(isRecord);
    const done = all.filter(({ status }) => status === "completed").length;
    if (all.length === 0) return [];
    const current = clip(all.find(({ status }) => status === "in_progress")?.content, 2_000);
    return [
      tell("progress.reported", own("progress"), {
        message: current ?? `${done} of ${all.length} done`,
        progress: Math.round((100 * done) / all.length),
        todos: todoItems(all),
      }),
    ];
  },
};

const messageSignals = ({ info }: Read, { tell, now }: Means): Signal[] => {
  const id = keyOf(info.id);
  if (!id) return [];
  const time = recordOf(info.time);
  const startedAt = instantOf(time.created);
  if (info.role === "user") return [tell("turn.started", signalId("turn-start", id), { turnId: id, by: "person" }, startedAt)];
  // Why it ended is told before when: the numbers stand by then, and the time may never follow (a run that is closed at once).
  const completedAt = instantOf(time.completed);
  if (info.role !== "assistant" || (!completedAt && typeof info.finish !== "string")) return [];
  const endedAt = completedAt ?? now;
  const model = clip(info.modelID, 200);
  const provider = clip(info.providerID, 60);
  const failure = recordOf(info.error);
  const durationMs = startedAt && endedAt >= startedAt ? endedAt.getTime() - startedAt.getTime() : undefined;
  const tokens = recordOf(info.tokens);
  const cache = recordOf(tokens.cache);
  const reasoning = countOf(tokens.reasoning);
  const counts = {
    input: countOf(tokens.input) ?? 0,
    // OpenCode counts reasoning apart from what it writes.
    output: (countOf(tokens.output) ?? 0) + (reasoning ?? 0),
    cacheRead: countOf(cache.read) ?? 0,
    cacheWrite: countOf(cache.write) ?? 0,
    ...(reasoning === undefined ? {} : { reasoning }),
  };
  const used = counts.input + counts.output + counts.cacheRead + counts.cacheWrite > 0;
  const cost = typeof info.cost === "number" && info.cost >= 0 && info.cost < 1e6 ? Math.round(info.cost * 1e6) : undefined;
  return [
    ...(Object.keys(failure).length > 0
      ? [
          tell(
            "model.failed",
            signalId("model-failed", id),
            {
              model,
              provider,
              error: clip(recordOf(failure.data).message ?? failure.name, 2_000),
              durationMs,
            },
            endedAt,
          ),
        ]
      : []),
    ...(used
      ? [
          tell(
            "model.called",
            signalId("call", id),
            {
              model,
              provider,
              channel: "event",
              tokens: counts,
              // Nothing is what it says of models whose price it does not know.
              ...(cost ? { costMicros: cost } : {}),
              callId: id,
              durationMs,
            },
            endedAt,
          ),
        ]
      : []),
  ];
};

const edits = /^(edit|write|multiedit|patch)$/;

const toolSignals = (part: Json, session: string, { tell }: Means): Signal[] => {
  const callId = keyOf(part.callID);
  const tool = clip(part.tool, 200);
  if (part.type !== "tool" || !callId || !tool) return [];
  const key = callKey(session, callId);
  const state = recordOf(part.state);
  const time = recordOf(state.time);
  const input = recordOf(state.input);
  const head = { callId, tool, ...doingOf(input) };
  const [start, end] = [instantOf(time.start), instantOf(time.end)];
  if (state.status === "running") return [tell("tool.started", signalId("tool-start", key), head, start)];
  if (state.status !== "completed" && state.status !== "error") return [];
  const ok = state.status === "completed";
  const durationMs = start && end && end >= start ? end.getTime() - start.getTime() : undefined;
  return [
    tell("tool.ended", signalId("tool-end", key), { ...head, ok, durationMs, ...(ok ? {} : { error: clip(state.error, 2_000) }) }, end),
    ...(ok && edits.test(tool) && head.path ? [tell("file.edited", signalId("file-edit", key), { path: head.path, callId }, end)] : []),
  ];
};
