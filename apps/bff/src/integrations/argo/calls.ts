import type { Outward, OutwardResult, PersonsAnswer } from "../../workflows/workflows.types.ts";

/** One call of Argo's API: `PUT /api/v1/workflows/{namespace}/{name}/…`. */
export type ArgoCall = { path: string; body: Record<string, string> };

/** Of the node with this display name; in a selector `\`, `,` and `=` are told apart by a backslash. */
const selectorOf = (node: string) => `displayName=${node.replaceAll(/[\\,=]/g, String.raw`\$&`)}`;

/**
 * What an answer means there, in order. With a supplied output: it is set, then the node resumed. Without: a yes resumes
 * the node, and a no fails it, with who said so.
 */
export const toCalls = (outward: Outward, answer: PersonsAnswer): ArgoCall[] => {
  const { namespace, workflow: name, node, parameter } = outward;
  const address = `/api/v1/workflows/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  const head = { namespace, name, nodeFieldSelector: selectorOf(node) };
  const message = `answered by ${answer.by}`;
  const resume = { path: `${address}/resume`, body: head };
  if (parameter !== undefined) {
    const value = answer.option === undefined ? (answer.text ?? "") : (outward.values?.[answer.option] ?? answer.option);
    return [{ path: `${address}/set`, body: { ...head, message, outputParameters: JSON.stringify({ [parameter]: value }) } }, resume];
  }
  if (!answer.deny) return [resume];
  return [{ path: `${address}/set`, body: { ...head, phase: "Failed", message: `refused: ${message}` } }];
};

/** No node of this name waits: it went on, by its own time limit or by an answer that we gave before, or has not begun. */
const nothingWaits = /no suspend nodes matching/i;

/**
 * What Argo's answer means. Its errors are JSON with a message; of what it says no more than a line is kept.
 * `uncertain`: a try before this one may have been taken.
 */
export const judge = (status: number, text: string, uncertain: boolean): OutwardResult => {
  if (status >= 200 && status < 300) return { ok: true };
  const said = messageOf(text);
  const error = `Argo answered ${status}${said ? `: ${said}` : ""}`;
  if (nothingWaits.test(said)) return uncertain ? { ok: true } : { ok: false, error, next: "over" };
  if (status === 404) return { ok: false, error, next: "gone" };
  if (status >= 500 || status === 408 || status === 429) return { ok: false, error, next: "again" };
  return { ok: false, error: status === 401 || status === 403 ? `${error} (look at its token)` : error, next: "give up" };
};

const messageOf = (text: string): string => {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string"
      ? message
          .replaceAll(/[\s\0]+/g, " ")
          .slice(0, 300)
          .toWellFormed()
      : "";
  } catch {
    return "";
  }
};
