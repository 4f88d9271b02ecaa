import type { Problem } from "@beckon/contracts/common";

/** An answer of the server that is not a success, or no answer at all (`status` 0). */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  /** Dotted and stable, such as `decision.already_decided`; `network.unreachable` without an answer. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: Problem["errors"];
  /** Seconds the server asked to wait before the next try. */
  readonly retryAfter: number | undefined;
  /** The whole problem document, with members such as `decisionRequest`. */
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>, retryAfter?: number) {
    const title = typeof body.title === "string" ? body.title : `The server answered ${status}`;
    super(typeof body.detail === "string" ? `${title}: ${body.detail}` : title);
    this.status = status;
    this.code = typeof body.code === "string" ? body.code : `http.${status}`;
    this.title = title;
    this.detail = typeof body.detail === "string" ? body.detail : undefined;
    this.errors = Array.isArray(body.errors) ? (body.errors as Problem["errors"]) : undefined;
    this.retryAfter = retryAfter;
    this.body = body;
  }
}

export type ApiMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type ApiOptions = {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Milliseconds until the call counts as unreachable; 15 s unless told. */
  timeout?: number;
};

/** One call to the server: JSON in, JSON out, every failure an `ApiProblem`. */
export type ApiClient = <T>(method: ApiMethod, path: string, options?: ApiOptions) => Promise<T>;

export function createApiClient(fetcher: typeof fetch = (...args) => fetch(...args)): ApiClient {
  return async <T>(method: ApiMethod, path: string, options: ApiOptions = {}) => {
    const response = await send(fetcher, method, path, options);
    const body = await readJson(response);
    if (!response.ok) throw new ApiProblem(response.status, isRecord(body) ? body : {}, retryAfterOf(response));
    return body as T;
  };
}

async function send(fetcher: typeof fetch, method: ApiMethod, path: string, options: ApiOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeout ?? 15_000);
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    cache: "no-store",
    headers: { accept: "application/json", ...options.headers },
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
  };
  if (method !== "GET") {
    // Also without a body: the server takes an unsafe method only as application/json.
    (init.headers as Record<string, string>)["content-type"] = "application/json";
    if (options.body !== undefined) init.body = JSON.stringify(options.body);
  }
  try {
    return await fetcher(withQuery(path, options.query), init);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiProblem(0, {
      title: "The server cannot be reached",
      detail: "Check the network, and that Beckon runs on its machine.",
      code: "network.unreachable",
    });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    // A success whose body broke off is no success; an error page of a proxy is told by its status.
    if (response.ok) throw new ApiProblem(0, { title: "The answer broke off", code: "network.unreachable" });
    return undefined;
  }
}

function withQuery(path: string, query: ApiOptions["query"]): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined && value !== "") params.set(key, String(value));
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}

function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get("retry-after");
  if (header === null) return undefined;
  const seconds = Number(header);
  const value = Number.isFinite(seconds) ? seconds : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(value) && value > 0 ? Math.min(value, 3600) : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
