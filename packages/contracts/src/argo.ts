import { z } from "zod";
import { instant, text } from "./common.ts";
import { workflowRunId } from "./workflows.ts";

/* Argo Workflows: its HTTP templates tell of suspensions and ends; answers go back through the API of its server. */

/** A name as Kubernetes has it; it becomes part of an address. */
const kubernetesName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, "a Kubernetes name");

/**
 * `POST /hooks/argo`. With `status` from an exit handler (`{{workflow.status}}`, `{{workflow.failures}}`). Else a node
 * that waits: `node` is its display name. With `parameter` the answer is set as that supplied output, then the node
 * resumed; without, a yes resumes it and a no fails it. Unknown fields are ignored.
 */
export const argoHook = z
  .object({
    workflow: kubernetesName,
    namespace: kubernetesName,
    /** With it a name that comes back is another run. */
    uid: text(80).optional(),
    status: z.enum(["Succeeded", "Failed", "Error"]).optional(),
    failures: z.unknown().optional(),
    node: text(200).optional(),
    question: text(2_000).optional(),
    /** What may be answered, as the output's values. Without, with `parameter`: any text. */
    options: z.array(text(120)).min(1).max(10).optional(),
    parameter: text(100).optional(),
    expiresInSeconds: z.number().int().min(1).max(2_592_000).optional(),
    /** One of `options`; without these `approve` or `deny`. */
    onExpiry: text(120).optional(),
    task: text(200).optional(),
    role: text(60).optional(),
    agent: text(120).optional(),
  })
  .superRefine((value, context) => {
    if (value.status !== undefined) return;
    for (const field of ["node", "question"] as const)
      if (value[field] === undefined)
        context.addIssue({ code: "custom", path: [field], message: "of a node that waits; an exit handler gives status" });
  });
export type ArgoHook = z.infer<typeof argoHook>;

export const argoAnswer = z.object({
  runId: workflowRunId,
  /** Of a node that waits. */
  suspensionId: z.string().optional(),
  requestId: z.string().optional(),
});

/** `PUT /api/argo`: where Argo's server is, and the token that it knows us by. */
export const argoInput = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(500),
  token: text(8_000).refine((value) => /^[\x21-\x7e]+$/.test(value), "visible ASCII without spaces"),
});

/** The token is never told. `open`: answers that Argo has not taken yet. */
export const argoConnection = z.object({ url: z.string(), updatedAt: instant, open: z.number().int() });
