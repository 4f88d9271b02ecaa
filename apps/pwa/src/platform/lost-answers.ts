import { ApiProblem } from "./api-client.ts";
import { uuid7 } from "./uuid7.ts";

/** So long a wish whose answer was lost may be repeated as the same one. After that it is wished anew: what came of the first is known by then. */
const sameWishMs = 60_000;

/** Wishes that are sent at once or not at all: asked again after a lost answer, one goes under the same key and is done once. */
export class LostAnswers {
  readonly #now: () => number;
  readonly #open = new Map<string, { key: string; at: number }>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Sends under a key of its own; throws what `send` throws. */
  async send<T>(wish: unknown, send: (key: string) => Promise<T>): Promise<T> {
    const name = JSON.stringify(wish);
    const before = this.#open.get(name);
    const same = before && this.#now() - before.at < sameWishMs ? before : { key: uuid7(), at: this.#now() };
    this.#open.set(name, same);
    try {
      const answer = await send(same.key);
      this.#open.delete(name);
      return answer;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 0) this.#open.delete(name);
      throw error;
    }
  }
}
