import { Store } from "../platform/store.ts";
import { type Match, matchRoute } from "./routes.ts";

export type RouterState = Match & {
  path: string;
  /** Where the page was scrolled to when it was left; 0 on a first visit. */
  scrollTop: number;
};

const navigated = "beckon-navigated";

/** Goes to a path of the app. */
export function navigate(path: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return;
  const target = url.pathname + url.search + url.hash;
  if (target === location.pathname + location.search + location.hash) return;
  keepScroll();
  if (replace) history.replaceState({}, "", target);
  else history.pushState({}, "", target);
  dispatchEvent(new Event(navigated));
}

/** Back to where the person came from, or up where there is nothing to go back to. */
export function goBack(up: string): void {
  if ((history.state as { inside?: boolean } | null)?.inside) history.back();
  else navigate(up, { replace: true });
}

function keepScroll(): void {
  history.replaceState({ ...(history.state as object | null), scrollTop: scrollY }, "");
}

/** The address of the app as state: links inside the app and the browser's own buttons change it. */
export class Router extends Store<RouterState> {
  constructor() {
    super({ ...matchRoute(location.pathname), path: location.pathname, scrollTop: 0 });
    history.scrollRestoration = "manual";
  }

  /** Listens until the answer is called. */
  start(): () => void {
    const controller = new AbortController();
    const { signal } = controller;
    addEventListener("popstate", () => this.#read(), { signal });
    addEventListener(navigated, () => this.#readNew(), { signal });
    document.addEventListener("click", followInside, { signal });
    // Not in the frame in which the list comes to rest: writing it down takes as long as drawing some.
    addEventListener("scrollend", () => setTimeout(keepScroll, 100), { signal });
    return () => controller.abort();
  }

  #readNew(): void {
    history.replaceState({ inside: true }, "");
    this.#read();
  }

  #read(): void {
    const scrollTop = (history.state as { scrollTop?: number } | null)?.scrollTop ?? 0;
    this.set({ ...matchRoute(location.pathname), path: location.pathname, scrollTop });
  }
}

/** A plain click on a link of our own stays in the app; everything else is the browser's. */
function followInside(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement);
  if (!link || link.target !== "" || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (matchRoute(link.pathname).route.path === "") return;
  event.preventDefault();
  navigate(link.pathname + link.search + link.hash);
}
