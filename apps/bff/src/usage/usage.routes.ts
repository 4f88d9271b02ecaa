import { price, priceInput, priceList, priceModel, usageQuery, usageSummary } from "@beckon/contracts/usage";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import type { UsageService } from "./usage.service.ts";

const modelParam = z.object({ model: priceModel });
const prices = "Prices";

/** What agents used and what that cost, and the prices it is made from. */
export const usageRoutes = (options: { usage: UsageService }) => {
  const { usage } = options;
  return new Hono<Env>()
    .get(
      "/api/usage/summary",
      describe({
        tag: "Usage",
        summary: "Read tokens and cost",
        description:
          "Of a window, in all and by what `groupBy` names. Three columns of money that are never added together; null where nothing is known.",
        answers: { 200: { schema: usageSummary, description: "Totals, and one page of groups; `cursor` continues" } },
      }),
      guard({ people: "viewer" }),
      validate("query", usageQuery),
      async (c) => c.json(await usage.summary(c.req.valid("query")), 200),
    )
    .get(
      "/api/prices",
      describe({
        tag: prices,
        summary: "List the prices that people set",
        answers: { 200: { schema: priceList, description: "Newest first; `table` names the price table that holds for other models" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json(await usage.prices.list(), 200),
    )
    .put(
      "/api/prices/:model",
      describe({
        tag: prices,
        summary: "Set the price of a model",
        description:
          "`:model` is its name, or a pattern with `*`. For calls that are booked from now on and whose agent does not say itself what they cost; what was booked before keeps its cost.",
        answers: { 200: { schema: price, description: "Set, in place of what was set for it before" } },
        errors: { 403: "Not an owner", 409: "Too many prices are set" },
      }),
      guard({ people: "owner" }),
      validate("param", modelParam),
      validate("json", priceInput),
      async (c) => c.json(await usage.prices.set(c.get("caller"), c.req.valid("param").model, c.req.valid("json")), 200),
    )
    .delete(
      "/api/prices/:model",
      describe({
        tag: prices,
        summary: "Remove the price of a model",
        answers: { 204: { description: "The table's price holds again" } },
        errors: { 403: "Not an owner", 404: "No price is set for it" },
      }),
      guard({ people: "owner" }),
      validate("param", modelParam),
      async (c) => {
        await usage.prices.remove(c.get("caller"), c.req.valid("param").model);
        return c.body(null, 204);
      },
    );
};
