import type { ArgoHook } from "@beckon/contracts/argo";
import type { WorkflowInput } from "@beckon/contracts/workflows";
import type { Outward } from "../../workflows/workflows.types.ts";
import { clip } from "../clean.ts";

export type ArgoWaiting = ArgoHook & { node: string; question: string };
export type ArgoEnded = ArgoHook & { status: NonNullable<ArgoHook["status"]> };

/** A name may come back after its workflow was deleted; with the uid that is another run. */
export const keyOf = ({ workflow, namespace, uid }: ArgoHook): string => [namespace, workflow, uid].filter(Boolean).join("/").slice(0, 200);

const head = ({ namespace, workflow, task, role, agent }: ArgoHook): WorkflowInput => ({
  name: workflow.slice(0, 200),
  project: namespace.slice(0, 200),
  ...(task ? { task } : {}),
  ...(role ? { role } : {}),
  ...(agent ? { agent } : {}),
});

/** The run of a node that waits. */
export const toRunning = (told: ArgoWaiting): WorkflowInput => ({ ...head(told), status: "running" });

/** What an exit handler says. `Error` is a workflow that could not be run to its end. */
export const toEnded = (told: ArgoEnded): WorkflowInput => {
  const failures = told.status === "Succeeded" ? undefined : failuresOf(told.failures);
  return {
    ...head(told),
    status: told.status === "Succeeded" ? "succeeded" : "failed",
    ...(failures ? { error: failures } : {}),
  };
};

/** `{{workflow.failures}}` is JSON in a text: `[{"displayName":…,"message":…,"phase":"Failed",…}]`, itself in quotes at times. */
const failuresOf = (value: unknown): string | undefined => {
  const list = parsed(parsed(value));
  if (!Array.isArray(list)) return typeof value === "string" ? clip(value, 4_000) : undefined;
  const lines = list.slice(0, 50).flatMap((each: unknown) => {
    if (typeof each !== "object" || each === null) return [];
    const { displayName, message, phase } = each as Record<string, unknown>;
    const words = [displayName, message ?? phase].filter((part) => typeof part === "string" && part !== "");
    return words.length > 0 ? [words.join(": ")] : [];
  });
  return clip(lines.join("\n"), 4_000);
};

const parsed = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};

type Option = { id: string; label: string; tone: "approve" | "deny" | "neutral" };

const yes = /^(y|yes|true|ok|approved?|accept(ed)?|continue|proceed|go)$/i;
const no = /^(n|no|false|den(y|ied)|reject(ed)?|stop|abort|cancel)$/i;

/** Argo's values as options: an id that our contract takes, the value as label, a tone where the word is plain. */
export const toOptions = (values: readonly string[]): { options: Option[]; values: Record<string, string> } => {
  const options = [...new Set(values)].map((value, index): Option => ({
    id: /^[A-Za-z0-9_.:-]{1,60}$/.test(value) ? value : `option-${index + 1}`,
    label: value,
    tone: yes.test(value) ? "approve" : no.test(value) ? "deny" : "neutral",
  }));
  return { options, values: Object.fromEntries(options.map(({ id, label }) => [id, label])) };
};

/** Where the answer goes. */
export const toOutward = (told: ArgoWaiting, values: Record<string, string> | undefined): Outward => ({
  system: "argo",
  namespace: told.namespace,
  workflow: told.workflow,
  node: told.node,
  ...(told.parameter ? { parameter: told.parameter } : {}),
  ...(values ? { values } : {}),
});
