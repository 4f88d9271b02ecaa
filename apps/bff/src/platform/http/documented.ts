import type { MiddlewareHandler } from "hono";
import { uniqueSymbol } from "hono-openapi";

/** Carries what another middleware says in `/openapi.json`, and its types, over to one that does the same with less. */
export const documentedAs = <M extends MiddlewareHandler>(documentation: M, run: MiddlewareHandler): M =>
  Object.assign(run, { [uniqueSymbol]: (documentation as M & { [uniqueSymbol]: unknown })[uniqueSymbol] }) as unknown as M;
