import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ConnectionStore } from "./connection.store.ts";
import { StoreController } from "./store-controller.ts";
import type { Store } from "./store.ts";

export type EyeHost = ReactiveControllerHost & HTMLElement;
type FollowingStore = Store<object> & { leave(): void; refresh(): void };
export type EyeOf<Look> = {
  /** As the address says it. */
  look: Look;
  address: (look: Look) => string;
  /** Asks the store for what the page shows. */
  show: (look: Look) => void;
  store: () => FollowingStore;
  connection: () => ConnectionStore;
  /** Changes of these alone need no other figures. */
  quiet?: readonly (keyof Look)[];
};

/** What every page of figures does: looks as the address says, writes changes of it there, and follows while it is there. */
export class PageEye<Look extends object> implements ReactiveController {
  look: Look;
  readonly #host: EyeHost;
  readonly #page: EyeOf<Look>;
  #state: string | undefined;

  constructor(host: EyeHost, page: EyeOf<Look>) {
    this.look = page.look;
    this.#host = host;
    this.#page = page;
    new StoreController<object>(host, page.store);
    new StoreController<object>(host, page.connection);
    host.addController(this);
  }

  hostConnected(): void {
    this.#page.show(this.look);
  }

  hostDisconnected(): void {
    this.#page.store().leave();
  }

  /** Back on the network: what was told meanwhile is asked for. */
  hostUpdate(): void {
    const { state } = this.#page.connection().state;
    if (state === "live" && this.#state !== undefined && this.#state !== "live") this.#page.store().refresh();
    this.#state = state;
  }

  /** Another way to look, in place: a link shows the same, and "back" still leaves the page. */
  turn(change: Partial<Look>): void {
    this.only({ ...this.look, ...change }, Object.keys(change) as (keyof Look)[]);
  }

  /** This look, and nothing of the one before. */
  only(look: Look, changed?: readonly (keyof Look)[]): void {
    this.look = look;
    history.replaceState(history.state, "", this.#page.address(look));
    if (!changed?.every((name) => this.#page.quiet?.includes(name))) this.#page.show(look);
    this.#host.requestUpdate();
  }
}

/** For pictures of charts: of when the figures are, and what narrows them. */
export const stampWords = (range: string, only: readonly (string | undefined | false)[], asOf: string | undefined): string => {
  const narrowed = only.filter(Boolean).join(", ");
  return `${range}${narrowed ? ` · only ${narrowed}` : ""}${asOf === undefined ? "" : ` · as of ${asOf}`} · Beckon`;
};
