// Beckon for OpenCode: reports what happens, and brings the answers that people give on their phones.
const server = "__BECKON_URL__";
const token = "__BECKON_TOKEN__";
const host = "__BECKON_HOST__";

const holdSeconds = 50;
const awayMs = 300_000;
const mostWaiting = 500;
const reported = new Set([
  "session.created",
  "session.updated",
  "session.deleted",
  "session.idle",
  "session.error",
  "session.compacted",
  "message.updated",
  "message.part.updated",
  "todo.updated",
  "permission.replied",
  "question.replied",
  "question.rejected",
]);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

const post = (path, event, { key, signal, timeoutMs }) => {
  const limit = AbortSignal.timeout(timeoutMs);
  return fetch(server + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-beckon-host": encodeURIComponent(host),
      ...(key ? { "idempotency-key": key } : {}),
    },
    body: JSON.stringify(event),
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
};

/** Long texts are of no use in a report: its readers see the beginning. */
const short = (input) =>
  isRecord(input)
    ? Object.fromEntries(Object.entries(input).map(([name, value]) => [name, typeof value === "string" ? value.slice(0, 4_000) : value]))
    : input;

/** What is worth a report, without what it need not carry; nothing for the rest. */
const worth = (event, seen) => {
  if (seen.size > 10_000) seen.clear();
  if (!reported.has(event.type)) return undefined;
  const properties = event.properties ?? {};
  if (event.type === "message.part.updated") {
    const part = properties.part ?? {};
    const state = part.state ?? {};
    if (part.type !== "tool" || state.status === "pending") return undefined;
    const { status, error, time } = state;
    const { type, tool, callID, sessionID } = part;
    return { ...event, properties: { part: { type, tool, callID, sessionID, state: { status, error, time, input: short(state.input) } } } };
  }
  if (event.type === "message.updated") {
    const info = properties.info ?? {};
    // Told of again and again: a person's once, when it begins; the model's once its numbers stand, for its time may never follow.
    const isDone = Boolean(info.finish || info.time?.completed);
    if (info.role === "assistant" ? !isDone : info.role !== "user") return undefined;
    if (seen.has(info.id)) return undefined;
    seen.add(info.id);
    return event;
  }
  if (event.type === "session.updated") {
    const { id, title, directory, model } = properties.info ?? {};
    const said = JSON.stringify([id, title, directory, model?.id]);
    if (seen.has(said)) return undefined;
    seen.add(said);
  }
  return event;
};

export const BeckonPlugin = async ({ client }) => {
  const seen = new Set();
  const asking = new Map();
  let queue = Promise.resolve();
  let waiting = 0;

  /** In the order in which things happened, and never in the agent's way. */
  const report = (event) => {
    if (waiting >= mostWaiting) return;
    waiting += 1;
    queue = queue
      .then(() => post("/hooks/opencode", event, { timeoutMs: 5_000 }))
      .then((answer) => answer.arrayBuffer())
      .catch(() => undefined)
      .finally(() => {
        waiting -= 1;
      });
  };

  const answerOf = async (event, signal) => {
    const { id } = event.properties;
    let heardAt;
    for (let failures = 0; ;) {
      const sentAt = Date.now();
      try {
        const answer = await post(`/hooks/opencode?wait=${holdSeconds}`, event, {
          key: `opencode-${id}`,
          signal,
          timeoutMs: (holdSeconds + 10) * 1_000,
        });
        const text = await answer.text();
        if (answer.status === 200) return text === "" ? undefined : JSON.parse(text);
        if (answer.status < 500 && answer.status !== 202) return undefined;
        if (answer.status === 202) {
          failures = 0;
          heardAt = Date.now();
          // Sooner than it would hold: it is about to stop.
          if (heardAt - sentAt < 1_000) await pause(250);
          continue;
        }
      } catch {
        if (signal.aborted) return undefined;
        // Refused at once: nobody is there. Otherwise the question may stand, and is asked for again.
        if (Date.now() - sentAt > 1_000) heardAt ??= sentAt;
      }
      if (heardAt === undefined || Date.now() - heardAt > awayMs) return undefined;
      await pause(Math.min(5_000, 250 * 2 ** failures));
      if (signal.aborted) return undefined;
      failures += 1;
    }
  };

  /** OpenCode's own form stays open meanwhile: whoever answers first has answered. */
  const ask = async (event, kind) => {
    const { id } = event.properties;
    if (typeof id !== "string" || asking.has(id)) return;
    const controller = new AbortController();
    asking.set(id, controller);
    try {
      const answer = await answerOf(event, controller.signal);
      if (isRecord(answer) && !controller.signal.aborted)
        await client._client.post({
          url: `/${kind}/${encodeURIComponent(id)}/reply`,
          body: answer,
        });
    } catch {
      // Without an answer the question stays where it was: in OpenCode.
    } finally {
      asking.delete(id);
    }
  };

  return {
    event: async ({ event }) => {
      if (!isRecord(event) || typeof event.type !== "string") return;
      if (event.type === "permission.asked") return void ask(event, "permission");
      if (event.type === "question.asked") return void ask(event, "question");
      if (/^(permission|question)\.(replied|rejected)$/.test(event.type)) asking.get(event.properties?.requestID)?.abort();
      const said = worth(event, seen);
      if (said) report(said);
    },
  };
};
