import { setTimeout as sleep } from "node:timers/promises";
import type { Agent, Session } from "@beckon/contracts/agents";
import type { DecisionInput, DecisionRequest } from "@beckon/contracts/decisions";
import type { Run, Step } from "./replay-read.ts";
import { answerTo } from "./replay-answer.ts";
import { createTestApp, origin } from "./test-app.ts";

/** What became of one request: its answer, or that the agent hung up on it. */
export type Sent = {
  step: Step;
  status?: number;
  body: any;
  hungUp: boolean;
  /** The cards that it put before the person, as they stand at the end. */
  cards: DecisionRequest[];
};
export type Replayed = {
  sent: Sent[];
  cards: DecisionRequest[];
  sessions: (Session & { agent: Agent; parent: string | undefined })[];
};

type Open = Sent & { done: boolean; reply: Promise<void>; hangUp: () => void; cardIds: string[] };

/** The whole server in one process, with the time of whichever capture is replayed. */
export const openReplay = async () => {
  let now = Date.parse("2026-11-21T02:00:00Z");
  const app = await createTestApp({ clock: () => new Date(now) });
  const person = await app.pair({ deviceName: "Phone" });
  const seen = { cards: new Set<string>(), sessions: new Set<string>() };

  const newCards = async (): Promise<DecisionRequest[]> => {
    const { items } = (await person("GET", "/api/decision-requests?limit=200")).body;
    return items.filter(({ id }: DecisionRequest) => !seen.cards.has(id)).toReversed();
  };
  const read = async (id: string): Promise<DecisionRequest> => (await person("GET", `/api/decision-requests/${id}`)).body;
  const until = async <T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> => {
    for (let tries = 0; tries < 1_500; tries += 1) {
      const found = await look();
      if (found) return found;
      await sleep(5);
    }
    throw new Error(`it did not come to this: ${what}`);
  };

  const send = (step: Step, token: string): Open => {
    const controller = new AbortController();
    const open: Open = {
      ...{ step, body: undefined, hungUp: false, cards: [], done: false, cardIds: [] },
      reply: Promise.resolve(),
      hangUp: () => {
        open.hungUp = !open.done;
        controller.abort();
      },
    };
    const body = step.binary ? Buffer.from(step.body as string, "base64") : step.body === undefined ? undefined : JSON.stringify(step.body);
    const headers = { ...step.headers, host: new URL(origin).host, authorization: `Bearer ${token}` };
    const init = { method: step.method, headers, signal: controller.signal, ...(body === undefined ? {} : { body }) };
    open.reply = (async () => {
      const response = await app.app.request(origin + step.path, init);
      open.status = response.status;
      const text = await response.text();
      open.body = response.headers.get("content-type")?.includes("json") && text !== "" ? JSON.parse(text) : text;
    })()
      .catch((error: unknown) => {
        if (!open.hungUp) throw error;
      })
      .finally(() => {
        open.done = true;
      });
    open.reply.catch(() => undefined);
    return open;
  };

  /** Until it is answered, or waits for the person. */
  const settle = async (open: Open) => {
    await until(`${open.step.name} is answered or asked`, async () => {
      if (open.done) return true;
      const cards = await newCards();
      for (const { id } of cards) {
        seen.cards.add(id);
        open.cardIds.push(id);
      }
      return open.cardIds.length > 0;
    });
    if (open.done) await open.reply;
  };

  /** The person says what was said in the capture, to all that still waits of it. */
  const answer = async (open: Open) => {
    // All questions of one form are asked before any is answered.
    for (const { id } of await newCards()) {
      seen.cards.add(id);
      open.cardIds.push(id);
    }
    for (const [position, id] of open.cardIds.entries()) {
      const card = await read(id);
      if (card.status !== "pending") continue;
      const given: DecisionInput | undefined = answerTo(open.step, card, position);
      if (!given) return;
      const { status, body } = await person("PUT", `/api/decision-requests/${id}/decision`, given);
      if (status !== 200) throw new Error(`${open.step.name}: ${JSON.stringify(body)}`);
    }
    await until(`${open.step.name} is told the answer`, async () => open.done);
    await open.reply;
  };

  const hangUp = async (open: Open) => {
    open.hangUp();
    // What an agent that hung up leaves behind is settled in the moment after; a question by MCP stands.
    if (open.step.channel === "hook" && !("idempotency-key" in open.step.headers))
      for (const id of open.cardIds) await until(`${open.step.name} is settled`, async () => (await read(id)).status !== "pending");
  };

  return {
    /** Sends all of a run at its own times, and answers as it was answered. */
    play: async ({ agent: vendor, name, steps }: Run): Promise<Replayed> => {
      const { token } = await app.token("agent", `${vendor} ${name}`);
      const opens: Open[] = [];
      const events = steps
        .flatMap((step) => [
          { at: step.at, kind: "send" as const, step },
          ...(step.answer ? [{ at: Math.max(step.answer.at, step.at), kind: "answer" as const, step }] : []),
          ...(step.closedAt === undefined ? [] : [{ at: step.closedAt, kind: "close" as const, step }]),
        ])
        .toSorted((a, b) => a.at - b.at);
      for (const { at, kind, step } of events) {
        now = at;
        const open = opens.find((each) => each.step === step);
        if (kind === "send") {
          const sent = send(step, token);
          opens.push(sent);
          await settle(sent);
        } else if (open && !open.done) await (kind === "answer" ? answer(open) : hangUp(open));
      }
      // What is open at the end of a capture is cut with it.
      for (const open of opens) if (!open.done) await hangUp(open);
      for (const open of opens) await open.reply.catch(() => undefined);
      await sweep(opens);
      const cards = await atRest(opens.flatMap(({ cardIds }) => cardIds));
      return {
        sent: opens.map(({ step, status, body, hungUp, cardIds }) => ({
          ...{ step, body, hungUp, cards: cards.filter(({ id }) => cardIds.includes(id)) },
          ...(status === undefined ? {} : { status }),
        })),
        cards,
        sessions: await newSessions(),
      };
    },
    close: () => app.close(),
  };

  /** Nobody comes again: what still waits is closed as the server itself would do it, once it has heard of the hanging up. */
  async function sweep(opens: Open[]) {
    const ids = opens.flatMap(({ cardIds }) => cardIds);
    for (let tries = 0; tries < 200; tries += 1) {
      now += 301_000;
      await app.services.hooks.holds.sweep();
      await app.services.abandoned.sweep();
      if ((await Promise.all(ids.map(read))).every(({ status }) => status !== "pending")) return;
      await sleep(5);
    }
  }

  /** What telemetry tells of a call is matched with its card in the moment after its answer. */
  async function atRest(ids: string[]): Promise<DecisionRequest[]> {
    let before = "";
    return until("the cards are at rest", async () => {
      const cards = await Promise.all(ids.map(read));
      const now = JSON.stringify(cards);
      if (now === before) return cards;
      before = now;
      await sleep(20);
      return false;
    });
  }

  async function newSessions(): Promise<Replayed["sessions"]> {
    const agents = new Map<string, Agent>((await person("GET", "/api/agents")).body.items.map((each: Agent) => [each.id, each]));
    const { items } = (await person("GET", "/api/sessions?limit=200")).body as { items: Session[] };
    const fresh = items.filter(({ id }) => !seen.sessions.has(id));
    for (const { id } of fresh) seen.sessions.add(id);
    return fresh.map((session) => ({
      ...session,
      agent: agents.get(session.agentId) as Agent,
      parent: items.find(({ id }) => id === session.parentId)?.key,
    }));
  }
};
export type Replay = Awaited<ReturnType<typeof openReplay>>;
