import type { LitElement, ReactiveController, ReactiveControllerHost } from "lit";
import type { Store } from "../platform/store.ts";
import type { RouterState } from "./router.ts";
import { loadPage, type Match, matchRoute, titleOf, unknownRoute } from "./routes.ts";

type Host = ReactiveControllerHost & HTMLElement & { focusHeading(): void };

/** Holds the page of the current address: loads its code, swaps it in, puts focus and scroll right. */
export class PageOutlet implements ReactiveController {
  /** The page that is on the screen, or none until its code has come. */
  page: HTMLElement | undefined;
  shown: Match;
  readonly #host: Host;
  readonly #router: Store<RouterState>;
  #signedIn: boolean | undefined;
  #wanted: RouterState | undefined;
  #stop: (() => void) | undefined;

  constructor(host: Host, router: Store<RouterState>) {
    this.#host = host;
    this.#router = router;
    this.shown = router.state;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = this.#router.subscribe(() => this.#go());
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  /** Called before each render of the host: somebody signed in or out. */
  follow(signedIn: boolean): void {
    if (signedIn === this.#signedIn) return;
    this.#signedIn = signedIn;
    this.page = undefined;
    this.#go();
  }

  #go(): void {
    if (this.#signedIn === undefined) return;
    const address = this.#router.state;
    const state = this.#signedIn || address.route.open ? address : { ...address, ...matchRoute("/pair") };
    const first = this.page === undefined;
    this.#wanted = state;
    void this.#load(state, first);
  }

  async #load(state: RouterState, first: boolean): Promise<void> {
    let { route } = state;
    try {
      await loadPage(route);
    } catch {
      // The code of a page is gone when a newer version replaced it, or was never fetched here.
      await import("./broken-page.ts");
      route = { ...unknownRoute, title: titleOf(state), up: route.up, place: route.place, tag: "broken-page" };
    }
    if (this.#wanted !== state) return;
    const swap = () => this.#swap({ ...state, route }, first);
    if (first || !document.startViewTransition || matchMedia("(prefers-reduced-motion: reduce)").matches) await swap();
    else await moved(document.startViewTransition(swap));
  }

  async #swap(state: RouterState, first: boolean): Promise<void> {
    const page = document.createElement(state.route.tag) as LitElement;
    Object.assign(page, state.params);
    this.page = page;
    this.shown = state;
    document.title = `${titleOf(state)} · Beckon`;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    await page.updateComplete;
    if (first) return;
    scrollTo(0, state.scrollTop);
    this.#host.focusHeading();
  }
}

/** Who goes on before a page has come in skips what was left of its movement: that is no failure. */
const moved = ({ ready, updateCallbackDone }: ViewTransition): Promise<void> => {
  ready.catch(() => undefined);
  return updateCallbackDone;
};
