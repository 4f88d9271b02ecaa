import { toJson, type World } from "./world.ts";

type Asking = {
  /** The held call; its answer's text. */
  ask(signal: AbortSignal): Promise<string>;
  /** Somebody else is faster, or the asker's own time is over: says so. The server lets the held call go. */
  giveUp(): Promise<unknown>;
};

/** Long enough for a server to notice. */
const letGoMs = 5_000;

/** The answer to a call that is held for a person; nothing when it was settled without one. */
export const untilAnswered = async (world: World, { ask, giveUp }: Asking): Promise<Record<string, unknown> | undefined> => {
  const hangUp = new AbortController();
  const signal = AbortSignal.any([hangUp.signal, world.signal]);
  const { promise: lost, resolve: lose } = Promise.withResolvers<void>();
  let over = false;
  const asked = ask(signal).then((text) => toJson(text));
  // Looked at below; until then it is no unhandled failure.
  const answered = asked.then(
    () => (over = true),
    () => (over = true),
  );
  const late = setTimeout(lose, world.patienceMs);
  await Promise.race([answered, lost]);
  clearTimeout(late);
  if (over) return asked;
  await giveUp();
  const timer = setTimeout(() => hangUp.abort(), letGoMs);
  const answer = await asked.catch(() => undefined);
  clearTimeout(timer);
  return answer;
};
