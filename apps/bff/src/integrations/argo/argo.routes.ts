import { argoAnswer, argoConnection, argoHook, argoInput } from "@beckon/contracts/argo";
import { Hono } from "hono";
import { tokenOf } from "../../platform/http/caller-token.ts";
import { describe } from "../../platform/http/describe.ts";
import type { Env } from "../../platform/http/env.ts";
import { guard } from "../../platform/http/guard.ts";
import { validate } from "../../platform/http/validate.ts";
import type { ArgoService } from "./argo.service.ts";

const tag = "Argo Workflows";

/** What Argo's HTTP templates send, and the way back that an owner sets up. */
export const argoRoutes = ({ argo }: { argo: ArgoService }) =>
  new Hono<Env>()
    .post(
      "/hooks/argo",
      describe({
        tag,
        summary: "An Argo workflow waits, or has ended",
        description:
          "From an HTTP template before a suspend node: with `question` a person is asked, and the answer is set as the node's supplied output and resumes it. From an exit handler: with `status` the run ends. The same again is the same.",
        answers: {
          201: { schema: argoAnswer, description: "Asked, or a run that was unknown" },
          200: { schema: argoAnswer, description: "Known before" },
        },
        errors: { 409: "The run has ended", 422: "The body does not fit" },
      }),
      guard({ tokens: ["agent", "host", "admin"] }),
      validate("json", argoHook),
      async (c) => {
        const { created, answer } = await argo.take(tokenOf(c.get("caller")), c.req.valid("json"));
        return c.json(answer, created ? 201 : 200);
      },
    )
    .get(
      "/api/argo",
      describe({
        tag,
        summary: "Read where Argo's server is",
        answers: { 200: { schema: argoConnection, description: "Without its token" } },
        errors: { 404: "None is set up" },
      }),
      guard({ people: "owner" }),
      async (c) => c.json(await argo.read(), 200),
    )
    .put(
      "/api/argo",
      describe({
        tag,
        summary: "Set where Argo's server is",
        description: "Answers that it has not taken are told again. An address that is not public has to be named in BECKON_ARGO_URL.",
        answers: { 200: { schema: argoConnection, description: "Set; the token is kept sealed" } },
        errors: { 403: "Not an owner", 422: "This server would not call that address" },
      }),
      guard({ people: "owner" }),
      validate("json", argoInput),
      async (c) => c.json(await argo.connect(c.get("caller"), c.req.valid("json")), 200),
    )
    .delete(
      "/api/argo",
      describe({
        tag,
        summary: "Forget Argo's server",
        answers: { 204: { description: "Nothing is told it any more" } },
        errors: { 403: "Not an owner", 404: "None is set up" },
      }),
      guard({ people: "owner" }),
      async (c) => {
        await argo.disconnect(c.get("caller"));
        return c.body(null, 204);
      },
    );
