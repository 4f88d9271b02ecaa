import type { View } from "./cached-view.ts";
import { Followed } from "./followed.ts";
import type { Replica } from "./replica.ts";

type Options = {
  replica: Replica;
  /** Milliseconds between two questions for the same. */
  pauseMs: number;
  /** Milliseconds after which is asked again though nothing was told: time alone changes what is shown. */
  everyMs: number;
};
type Parts<Bodies> = { [P in keyof Bodies]: Followed<Bodies[P]> };

/** The answers that pages of one store show: each is followed while a page shows it, and none when the page is left. */
export class FollowedParts<Bodies extends object> {
  readonly #everyMs: number;
  readonly #parts: Parts<Bodies>;
  #shown: readonly (keyof Bodies)[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: Options, names: readonly (keyof Bodies)[], tell: (part: keyof Bodies, view: View<Bodies[keyof Bodies]>) => void) {
    this.#everyMs = options.everyMs;
    const parts: Partial<Parts<Bodies>> = {};
    for (const name of names) parts[name] = new Followed(options, (view) => tell(name, view));
    this.#parts = parts as Parts<Bodies>;
  }

  /** What to ask for, and under which key it is kept. */
  want<P extends keyof Bodies>(part: P, wanted: Parameters<Followed<Bodies[P]>["want"]>[0]): void {
    this.#parts[part].want(wanted);
  }

  /** These from now on, and nothing else. */
  show(parts: readonly (keyof Bodies)[]): void {
    for (const part of this.#shown) if (!parts.includes(part)) this.#parts[part].stop();
    this.#shown = parts;
    this.#timer ??= setInterval(() => this.refresh(), this.#everyMs);
  }

  /** The page is left. */
  leave(): void {
    for (const part of this.#shown) this.#parts[part].stop();
    this.#shown = [];
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Asks again for what is shown, or for these of it. */
  refresh(only: readonly (keyof Bodies)[] = this.#shown): void {
    if (document.hidden) return;
    for (const part of this.#shown) if (only.includes(part)) this.#parts[part].refresh();
  }
}
