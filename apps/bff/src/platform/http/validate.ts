import { validator } from "hono-openapi";
import type { ZodType } from "zod";
import { defineError } from "../errors.ts";

const invalid = defineError({ code: "request.invalid", status: 422, title: "The request does not fit" });

type Target = "json" | "query" | "param";
type Issue = { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] };

const pointer = (target: Target, path: Issue["path"] = []) => {
  const keys = path.map((part) =>
    String(typeof part === "object" ? part.key : part)
      .replaceAll("~", "~0")
      .replaceAll("/", "~1"),
  );
  return `${target === "json" ? "" : target}/${keys.join("/")}`.replace(/\/$/, keys.length === 0 ? "" : "$&");
};

/** Checks one part of the request by its contract and documents it; a mismatch is a 422 with JSON pointers. */
export const validate = <T extends Target, S extends ZodType>(target: T, schema: S) =>
  validator(target, schema, (result) => {
    if (result.success) return;
    const errors = (result.error as readonly Issue[])
      .slice(0, 20)
      .map((issue) => ({ pointer: pointer(target, issue.path), detail: issue.message.slice(0, 300) }));
    throw invalid({
      detail: errors
        .map((error) => `${error.pointer || "body"}: ${error.detail}`)
        .join("; ")
        .slice(0, 1_000),
      extra: { errors },
    });
  });
