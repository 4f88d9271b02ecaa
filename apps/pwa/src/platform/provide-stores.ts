import { type Context, ContextProvider } from "@lit/context";
import type { App } from "../stores.ts";
import {
  auditContext,
  connectionContext,
  decisionsContext,
  demoContext,
  deliveriesContext,
  devicesContext,
  fleetContext,
  passkeysContext,
  peopleContext,
  pushContext,
  sessionContext,
  tokensContext,
  updateContext,
} from "./contexts.ts";

/** Every element below `root` may consume the stores. */
export function provideStores(root: HTMLElement, app: App): void {
  // A plain element has no controllers to add to; the provider still answers its context requests.
  const offer = <T>(context: Context<unknown, T>, initialValue: T) => new ContextProvider(root, { context, initialValue });
  offer(sessionContext, app.session);
  offer(decisionsContext, app.decisions);
  offer(demoContext, app.demo);
  offer(fleetContext, app.fleet);
  offer(connectionContext, app.connection);
  offer(updateContext, app.update);
  offer(pushContext, app.push);
  offer(devicesContext, app.devices);
  offer(peopleContext, app.people);
  offer(tokensContext, app.tokens);
  offer(passkeysContext, app.passkeys);
  offer(deliveriesContext, app.deliveries);
  offer(auditContext, app.audit);
}
