import { ExpiredError, RefusedError, UnauthorizedError, UnreachableError } from "./errors.ts";
import type { BeckonError, Refusal } from "./errors.ts";

/** Overload, restart, a proxy without its server: all pass. Every other 4xx is a real no. */
const passing = (status: number) => status >= 500 || status === 408 || status === 425 || status === 429;

/** Turns an answer that is no success into the error to throw. */
export async function readRefusal(answer: { response: Response; text: string; base: string }): Promise<BeckonError> {
  const { status, headers } = answer.response;
  // Browsers hide a redirect's status behind 0.
  if (status < 400) {
    const target = headers.get("location");
    return new UnreachableError(`${answer.base} redirects${target ? ` to ${target}` : ""}: is the address right?`, { status });
  }
  const { problem } = await import("@beckon/contracts/common");
  const body = parseJson(answer.text);
  const said = problem.safeParse(body).data;
  if (passing(status)) {
    const reason = said ? `: ${said.detail ?? said.title}` : "";
    return new UnreachableError(`${answer.base} answers ${status}${reason}`, { status, retryAfterMs: retryAfterMs(headers) });
  }
  const refusal: Refusal = {
    status,
    code: said?.code ?? (status === 401 ? "client.unauthorized" : "client.refused"),
    message: said?.detail ?? said?.title ?? `the server answered ${status}`,
    requestId: said?.requestId,
    pointers: said?.errors,
  };
  if (status === 401) return new UnauthorizedError(refusal);
  if (status === 410) return new ExpiredError(refusal, await standing(body));
  return new RefusedError(refusal);
}

/** The request as it stands, which `decision.*` problems carry beside the problem's own members. */
async function standing(body: unknown) {
  const { decisionRequest } = await import("@beckon/contracts/decisions");
  return decisionRequest.safeParse((body as { decisionRequest?: unknown } | undefined)?.decisionRequest).data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Retry-After` in seconds or as a date; at most a minute is believed. */
function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 60_000) : undefined;
}
