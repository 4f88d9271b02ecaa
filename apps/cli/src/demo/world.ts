import type { Persona } from "./personas.ts";
import type { Answer, Step } from "./step.ts";

/** What an agent of the demo has of the world; tests hand in another one. */
export type World = {
  url: string;
  token: string;
  fetch: typeof globalThis.fetch;
  now(): Date;
  /** Lets so many seconds of the demo's own time go by. Never rejects. */
  pass(seconds: number): Promise<void>;
  /** How long a question waits for somebody elsewhere, by the clock on the wall. */
  patienceMs: number;
  /** The demo ends. */
  signal: AbortSignal;
};

/** Tells the server of a step as this kind of agent would; the answer, where the step asks. */
export type Actor = (step: Step) => Promise<Answer | undefined>;
export type MakeActor = (persona: Persona, world: World) => Actor;

/** The server does not take what the demo sends. */
export class NotTaken extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Post = {
  path: string;
  body?: unknown;
  method?: "POST" | "PUT" | "GET";
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

const retryMs = 1_000;
const tries = 30;

/** One call with the agent's token, a POST unless said; while the server is away it is tried again. The answer's text. */
export const post = async (world: World, { path, body, method = "POST", headers, signal = world.signal }: Post): Promise<string> => {
  for (let attempt = 1; ; attempt += 1) {
    const response = await world
      .fetch(world.url + path, {
        method,
        headers: { "content-type": "application/json", authorization: `Bearer ${world.token}`, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal,
      })
      .catch((error: unknown) => {
        if (signal.aborted || attempt === tries) throw error;
        return undefined;
      });
    if (response?.ok) return response.text();
    if (response && response.status < 500) throw new NotTaken(response.status, `${path}: ${response.status} ${await response.text()}`);
    if (response && attempt === tries) throw new NotTaken(response.status, `${path}: ${response.status}`);
    await new Promise((done) => setTimeout(done, retryMs));
    signal.throwIfAborted();
  }
};

export const toJson = (text: string): Record<string, unknown> | undefined =>
  text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>);
