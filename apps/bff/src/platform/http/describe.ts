import { problem } from "@beckon/contracts/common";
import { describeRoute, resolver } from "hono-openapi";
import type { ZodType } from "zod";
import { documentedAs } from "./documented.ts";

type Answers = Record<number, { schema?: ZodType; description: string }>;

const json = (schema: ZodType) => ({ "application/json": { schema: resolver(schema) } });

/** Documents a route for `/openapi.json`: its answers by contract, and the errors it may give by status. */
export const describe = (options: {
  tag: string;
  summary: string;
  description?: string;
  answers: Answers;
  errors?: Record<number, string>;
}) => documentedAs(describeRoute(specOf(options)), (_, next) => next());

const specOf = (options: Parameters<typeof describe>[0]) => ({
  tags: [options.tag],
  summary: options.summary,
  ...(options.description ? { description: options.description } : {}),
  responses: {
    ...Object.fromEntries(
      Object.entries(options.answers).map(([status, { schema, description }]) => [
        status,
        { description, ...(schema ? { content: json(schema) } : {}) },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(options.errors ?? {}).map(([status, description]) => [
        status,
        { description, content: { "application/problem+json": { schema: resolver(problem) } } },
      ]),
    ),
  },
});
