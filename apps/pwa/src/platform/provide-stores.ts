import { type Context, ContextProvider } from "@lit/context";
import type { App } from "../stores.ts";
import {
  connectionContext,
  decisionsContext,
  passkeysContext,
  pushContext,
  sessionContext,
  untakenContext,
  updateContext,
} from "./contexts.ts";

/** Every element below `root` may consume the stores. */
export function provideStores(root: HTMLElement, app: App): void {
  // A plain element has no controllers to add to; the provider still answers its context requests.
  const offer = <T>(context: Context<unknown, T>, initialValue: T) => new ContextProvider(root, { context, initialValue });
  offer(sessionContext, app.session);
  offer(decisionsContext, app.decisions);
  offer(untakenContext, app.untaken);
  offer(connectionContext, app.connection);
  offer(updateContext, app.update);
  offer(pushContext, app.push);
  offer(passkeysContext, app.passkeys);
}
