import { listPrice } from "./claude-wire.ts";
import type { Persona } from "./personas.ts";
import { createRandom, type Random } from "./random.ts";
import { NotTaken, post, toJson, type World } from "./world.ts";

/** One agent of a crew: all of a crew speak with one token, each under its own name. */
export type Mate = { name: string; role: string; host: string; session: string; worktree?: string };

type Json = Record<string, unknown>;
type Call = { method?: "POST" | "PUT" | "GET"; path: string; body?: unknown };

/** Its checkout: each builder has one of its own. */
export const folderOf = ({ worktree }: Mate): string => `/srv/work/${worktree ? `${worktree}/` : ""}shop-core`;

const repository = "git@git.shop.example:shop/shop-core.git";

/** How a program that runs a team of its own speaks: plain HTTP, with the agent's name in what it tells. */
export const createCrewWire = (persona: Persona, world: World, seed: string) => {
  const random: Random = createRandom(seed);
  let facts = 0;
  /** What is under way when the demo ends. */
  const open: { current?: string | undefined; release?: { key: string; name: string } | undefined } = {};

  const call = async ({ method = "POST", path, body }: Call): Promise<Json> =>
    toJson(await post(world, { method, path, ...(body === undefined ? {} : { body }) })) ?? {};

  /** Nothing where the server says that it does not go now: somebody at the board was faster. */
  const tryTo = (wish: Call): Promise<Json | undefined> =>
    call(wish).catch((error: unknown) => {
      if (error instanceof NotTaken && [404, 409].includes(error.status)) return undefined;
      throw error;
    });

  const tell = async (mate: Mate, kind: string, data: object, task?: string): Promise<void> => {
    facts += 1;
    const { session, name, role, host } = mate;
    const head = { id: `${session}:${seed}:${facts}`, source: "crew", at: world.now().toISOString(), session };
    const signal = { ...head, agent: { name, role, host }, ...(task ? { task } : {}), kind, data };
    const { rejected } = (await call({ path: "/api/signals", body: { signals: [signal] } })) as { rejected?: unknown[] };
    if (rejected && rejected.length > 0) throw new NotTaken(200, `/api/signals ${kind}: ${JSON.stringify(rejected)}`);
  };

  return Object.assign(open, {
    random,
    call,
    tryTo,
    tell,
    /** Lets time go by, and ends the lane when the demo ends. */
    pass: async (seconds: number): Promise<void> => {
      await world.pass(seconds);
      world.signal.throwIfAborted();
    },
    /** How the REST routes name a mate. */
    ref: ({ name, host, session }: Mate) => ({ name, host, sessionId: session }),
    begin: (mate: Mate): Promise<void> =>
      tell(mate, "session.started", {
        cwd: folderOf(mate),
        root: folderOf(mate),
        repository,
        ...(mate.worktree ? { worktree: mate.worktree } : {}),
        branch: mate.worktree ? `work/${mate.worktree}` : "main",
        model: persona.model,
        how: "crew",
      }),
    think: async (mate: Mate, task: string): Promise<void> => {
      const tokens = {
        input: random.between(200, 1_500),
        output: random.between(200, 1_800),
        cacheRead: random.between(12_000, 60_000),
        cacheWrite: random.between(400, 4_000),
      };
      const cost = listPrice(persona.model, { ...tokens, reasoning: 0 });
      const costMicros = cost === undefined ? {} : { costMicros: cost };
      await tell(mate, "model.called", { model: persona.model, provider: "anthropic", tokens, ...costMicros }, task);
    },
    /** A message with numbers of its own. */
    words: (template: string): string => template.replaceAll("%n", () => String(random.between(11, 240))),
  });
};
export type CrewWire = ReturnType<typeof createCrewWire>;
