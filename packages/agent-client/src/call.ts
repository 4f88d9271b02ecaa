import type { Connection } from "./connection.ts";
import { UnexpectedAnswerError, UnreachableError } from "./errors.ts";
import { readRefusal } from "./refusal.ts";

/** What parses the answer; loaded while the request is on its way, so that the request leaves first. */
export type Schema<T> = () => Promise<{ parse(value: unknown): T }>;

export type Call<T> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From `/api` on. */
  path: string;
  body?: unknown;
  idempotencyKey?: string;
  /** Left out where the answer has no body. */
  schema?: Schema<T>;
  /** From the first byte sent to the last one read, in milliseconds. What this process takes to load its own code does not count. */
  timeoutMs: number;
  signal?: AbortSignal;
};

/**
 * One HTTP call to the server, tried once, its answer parsed by the contract.
 *
 * @throws UnreachableError where another try may help · UnauthorizedError 401 · ExpiredError 410 ·
 *   RefusedError any other 4xx · UnexpectedAnswerError · the signal's reason when it aborts.
 */
export async function call<T = void>(connection: Connection, request: Call<T>): Promise<T> {
  const { signal } = request;
  const limit = new AbortController();
  const answer = exchange(connection, request, signal ? AbortSignal.any([signal, limit.signal]) : limit.signal);
  const schema = request.schema?.();
  const stopLimit = endAfter(request.timeoutMs, limit, schema);
  // Its failure is reported by the `await` below; until then it must not count as unhandled.
  schema?.catch(() => {});
  const { response, text } = await answer
    .catch((cause) => {
      if (signal?.aborted) throw signal.reason;
      throw new UnreachableError(describe(connection, cause), { cause });
    })
    .finally(stopLimit);
  if (!response.ok) throw await readRefusal({ response, text, base: connection.base });
  if (!schema) return undefined as T;
  return parseAnswer({ text, status: response.status, base: connection.base, schema: await schema });
}

/** Begins to count when the code is there: a busy machine takes seconds to load it, and the answer that came meanwhile would be lost. */
function endAfter(timeoutMs: number, limit: AbortController, loading: Promise<unknown> | undefined): () => void {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const begin = () => {
    if (over) return;
    timer = setTimeout(() => limit.abort(new DOMException("The time is over", "TimeoutError")), timeoutMs);
    timer.unref();
  };
  if (loading) loading.then(begin, begin);
  else begin();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

async function exchange(connection: Connection, request: Call<unknown>, signal: AbortSignal) {
  const headers: Record<string, string> = { accept: "application/json", authorization: `Bearer ${connection.token}` };
  if (request.body !== undefined) headers["content-type"] = "application/json";
  if (request.idempotencyKey) headers["idempotency-key"] = request.idempotencyKey;
  const response = await connection.fetch(connection.base + request.path, {
    method: request.method,
    headers,
    signal,
    // A redirected POST would turn into a GET, and a login page would be taken for an answer.
    redirect: "manual",
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  return { response, text: await response.text() };
}

function parseAnswer<T>(answer: { text: string; status: number; base: string; schema: { parse(value: unknown): T } }): T {
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch (cause) {
    // Cut in the middle, or a proxy's own page: the next try may reach the server.
    throw new UnreachableError(`${answer.base} answered, but not with JSON`, { status: answer.status, cause });
  }
  try {
    return answer.schema.parse(value);
  } catch (cause) {
    throw new UnexpectedAnswerError(`${answer.base} answered in another form than this version knows`, cause);
  }
}

function describe(connection: Connection, cause: unknown): string {
  const error = cause as { name?: string; cause?: { code?: string } } | undefined;
  if (error?.name === "TimeoutError") return `${connection.base} did not answer in time`;
  const reason = error?.cause?.code;
  return `${connection.base} cannot be reached${reason ? ` (${reason})` : ""}`;
}
