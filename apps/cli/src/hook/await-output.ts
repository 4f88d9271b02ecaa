import { setTimeout as sleep } from "node:timers/promises";
import { post, type Endpoint, type Reply } from "./post.ts";

/** How long the server holds one call; a dead connection is noticed a little later. */
const holdSeconds = 50;
const graceMs = 10_000;
/** How long a server that has been asked may be away before the agent goes on alone. */
const awayMs = 300_000;
const pauseMs = { first: 250, most: 5_000 };

export type Asking = {
  endpoint: Endpoint;
  agent: string;
  /** The hook's JSON. */
  input: string;
  /** The same on every try: it leads back to the same question. */
  key: string;
  event?: string | undefined;
  gate?: string | undefined;
  signal: AbortSignal;
};

/**
 * What the agent is to be told, as one line of JSON; nothing where nobody decides. A server that is
 * not there at first is not waited for. One that was there may hold the question: it is asked again.
 *
 * @throws Error with one line of words, where the server cannot be reached or refuses.
 */
export async function awaitOutput(asking: Asking): Promise<string | undefined> {
  const { endpoint, agent, input, key, signal } = asking;
  const query = new URLSearchParams({
    wait: String(holdSeconds),
    ...(asking.event ? { event: asking.event.slice(0, 60) } : {}),
    ...(asking.gate ? { gate: asking.gate.slice(0, 20) } : {}),
  });
  const path = `/hooks/${agent}?${query.toString()}`;
  let heardAt: number | undefined;
  for (let failures = 0; ;) {
    const sentAt = Date.now();
    const reply = await post(endpoint, { path, body: input, key, timeoutMs: holdSeconds * 1_000 + graceMs, signal });
    if (reply.kind === "stopped") return undefined;
    if (reply.kind === "answer" && reply.status === 200) return oneLine(reply.text);
    if (reply.kind === "answer" && reply.status === 202) {
      heardAt = Date.now();
      failures = 0;
      // Sooner than it would hold: it is about to stop.
      if (heardAt - sentAt < 1_000) await sleep(pauseMs.first, undefined, { signal }).catch(() => undefined);
      continue;
    }
    if (reply.kind === "answer" && reply.status < 500) throw new Error(refusal(reply));
    if (reply.kind === "cut") heardAt ??= sentAt;
    if (heardAt === undefined || Date.now() - heardAt > awayMs) throw new Error(`${words(reply)}; the agent goes on without it`);
    await sleep(Math.min(pauseMs.most, pauseMs.first * 2 ** failures), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return undefined;
    failures += 1;
  }
}

const words = (reply: Exclude<Reply, { kind: "stopped" }>) => (reply.kind === "answer" ? `the server answers ${reply.status}` : reply.why);

const refusal = ({ status, text }: Extract<Reply, { kind: "answer" }>): string => {
  try {
    const { title, detail } = JSON.parse(text) as { title?: unknown; detail?: unknown };
    const said = typeof detail === "string" ? detail : title;
    if (typeof said === "string") return `the server refuses (${status}): ${said.slice(0, 300)}`;
  } catch {
    // A proxy's own page says nothing that helps.
  }
  return `the server refuses (${status})`;
};

/** The agent reads one JSON value: anything else than that is not passed on. */
const oneLine = (text: string): string | undefined => {
  if (text.trim() === "") return undefined;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    throw new Error("the server answered, but not with JSON");
  }
};
