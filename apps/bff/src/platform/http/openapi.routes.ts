import { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import { docsCss, docsPage, type OpenApi } from "./docs-page.ts";
import type { Env } from "./env.ts";
import { inOurWords } from "./openapi-words.ts";

const description =
  "Agents ask people for decisions here, report what they do, and take work; people and scripts read how it goes. Agents send `Authorization: Bearer <token>` (make one with `beckon token create`, or on the Connect page). Errors are application/problem+json with a stable `code`.";

/** `/openapi.json`, generated from the contracts of the routes of `app`, and `/docs`, the page to read it. */
export const openApiRoutes = (options: { app: () => Hono<Env>; version: string }) => {
  let spec: Promise<OpenApi> | undefined;
  const load = () => {
    const info = { title: "Beckon API", version: options.version, description };
    spec ??= (
      generateSpecs(options.app(), { documentation: { info }, defaultValidationErrorResponse: false }) as unknown as Promise<OpenApi>
    ).then(inOurWords);
    return spec;
  };
  return new Hono<Env>()
    .get("/openapi.json", async (c) => c.json(await load()))
    .get("/docs", async (c) => c.html(docsPage(await load())))
    .get("/docs/style.css", (c) => c.body(docsCss, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" }));
};
