import type { ReactiveController, ReactiveControllerHost } from "lit";
import { whenIdle } from "../platform/when-idle.ts";

/** More than a tall screen shows at once. */
export const firstRows = 40;
const moreRows = 60;

/**
 * Draws the beginning of a long list at once and the rest in idle moments, so that no single
 * task is as long as the list. In the end every row is there, for search in the page and for keys.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #later: (grow: () => void) => () => void;
  #shown = firstRows;
  #total = 0;
  #cancel: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, later: (grow: () => void) => () => void = whenIdle) {
    this.#host = host;
    this.#later = later;
    host.addController(this);
  }

  /** The rows to draw now. */
  take<T>(rows: readonly T[]): readonly T[] {
    this.#total = rows.length;
    return rows.length <= this.#shown ? rows : rows.slice(0, this.#shown);
  }

  /** Makes sure that the row at this place is drawn with the next update. */
  include(index: number): void {
    if (index >= this.#shown) this.#shown = index + 1;
  }

  hostUpdated(): void {
    if (this.#shown >= this.#total || this.#cancel) return;
    this.#cancel = this.#later(() => {
      this.#cancel = undefined;
      this.#shown += moreRows;
      this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
