import type { Context } from "@lit/context";
import type { ApiClient } from "./api-client.ts";
import type { Replica } from "./replica.ts";

/** What a store of a single place is made from. */
export type StoreParts = { replica: Replica; request: ApiClient };
type AnyContext = Context<unknown, unknown>;

const makers = new Map<AnyContext, (parts: StoreParts) => unknown>();

/**
 * Names a store that comes with the code of its pages instead of with the first screen. It is made when
 * the first element asks for it, and lasts as long as the app.
 */
export function storeLater<T>(context: Context<unknown, T>, make: (parts: StoreParts) => T): void {
  makers.set(context as AnyContext, make);
}

/** Every element below `root` may consume the stores that are named so far, or will be. */
export function provideLater(root: HTMLElement, parts: StoreParts): void {
  const made = new Map<AnyContext, unknown>();
  root.addEventListener("context-request", (event) => {
    const make = makers.get(event.context as AnyContext);
    if (!make) return;
    event.stopImmediatePropagation();
    const store = made.get(event.context as AnyContext) ?? make(parts);
    made.set(event.context as AnyContext, store);
    event.callback(store as never);
  });
}
