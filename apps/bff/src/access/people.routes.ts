import { person } from "@beckon/contracts/access";
import { idOf } from "@beckon/contracts/common";
import { Hono } from "hono";
import { z } from "zod";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { personUpdate } from "./access.bodies.ts";
import type { AccessService } from "./access.service.ts";

const tag = "People";

/** Who belongs to the team, and as what. */
export const peopleRoutes = (options: { access: AccessService }) => {
  const { people } = options.access;
  return new Hono<Env>()
    .get(
      "/api/people",
      describe({
        tag,
        summary: "List the people",
        answers: { 200: { schema: z.object({ items: z.array(person) }), description: "Who came first stands first" } },
      }),
      guard({ people: "viewer" }),
      async (c) => c.json({ items: await people.list() }, 200),
    )
    .patch(
      "/api/people/:id",
      describe({
        tag,
        summary: "Give a role, or a name",
        description: "Owners; everybody their own name.",
        answers: { 200: { schema: person, description: "The person as they are now" } },
        errors: { 403: "Not an owner", 404: "No such person", 409: "The last owner, or the name is taken" },
      }),
      guard({ people: "viewer" }),
      validate("param", z.object({ id: idOf("pe") })),
      validate("json", personUpdate),
      async (c) => c.json(await people.update(c.get("caller"), c.req.valid("param").id, c.req.valid("json")), 200),
    );
};
