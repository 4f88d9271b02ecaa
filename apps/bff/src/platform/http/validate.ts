import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { validator } from "hono-openapi";
import type { ZodType } from "zod";
import { defineError } from "../errors.ts";
import { documentedAs } from "./documented.ts";

const invalid = defineError({ code: "request.invalid", status: 422, title: "The request does not fit" });

type Target = "json" | "query" | "param";
type Issue = { message: string; path: readonly PropertyKey[] };

const pointer = (target: Target, path: Issue["path"]) => {
  const keys = path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"));
  return `${target === "json" ? "" : target}/${keys.join("/")}`.replace(/\/$/, keys.length === 0 ? "" : "$&");
};

/** Checks one part of the request by its contract and documents it; a mismatch is a 422 with JSON pointers. */
export const validate = <T extends Target, S extends ZodType>(target: T, schema: S) =>
  // Its own check takes five promises and as many objects for each part of each request.
  documentedAs(validator(target, schema), async (c, next) => {
    const result = schema.safeParse(target === "json" ? await readJson(c) : target === "query" ? readQuery(c) : c.req.param());
    if (!result.success) throw refusal(target, result.error.issues);
    c.req.addValidatedData(target, result.data as object);
    return next();
  });

/** A body that does not say to be JSON is none. */
const readJson = async (c: Context): Promise<unknown> => {
  const [type = ""] = (c.req.header("content-type") ?? "").split(";", 1);
  if (!/^application\/([\w.-]+\+)?json$/i.test(type.trim())) return {};
  try {
    return await c.req.json();
  } catch {
    throw new HTTPException(400, { message: "Malformed JSON in request body" });
  }
};

/** A name that stands once is a text, else a list. */
const readQuery = (c: Context): unknown =>
  c.req.url.includes("?")
    ? Object.fromEntries(Object.entries(c.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
    : {};

const refusal = (target: Target, issues: readonly Issue[]) => {
  const errors = issues.slice(0, 20).map((issue) => ({ pointer: pointer(target, issue.path), detail: issue.message.slice(0, 300) }));
  return invalid({
    detail: errors
      .map((error) => `${error.pointer || "body"}: ${error.detail}`)
      .join("; ")
      .slice(0, 1_000),
    extra: { errors },
  });
};
