import type { Api } from "@beckon/bff/api";
import type { Problem } from "@beckon/contracts/common";
import type { ExtractSchema } from "hono/types";

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

/** The server's own routes, as types: what they take and answer is written down nowhere else. */
type Routes = ExtractSchema<Api>;
type Path = keyof Routes;
export type ApiMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type ApiPath<M extends ApiMethod> = { [P in Path]: `$${Lowercase<M>}` extends keyof Routes[P] ? P : never }[Path];
type Endpoint<M extends ApiMethod, P extends Path> = Routes[P][`$${Lowercase<M>}` & keyof Routes[P]];

/** What a success brings: JSON, or nothing. */
type Success<E> = E extends { status: 200 | 201 | 202; output: infer Output } ? Output : E extends { status: 204 } ? undefined : never;
export type ApiAnswer<M extends ApiMethod, P extends ApiPath<M>> = Success<Endpoint<M, P>>;

type Part<E, Name extends string> = E extends { input: Record<Name, infer Value> } ? Value : never;
/** What the server reads as a number is typed as text, or several: here it is a number, or its text. */
type QueryValue<V> = string[] extends V ? string | number | undefined : V;
type Query<Q> = { [Key in keyof Q]: QueryValue<Q[Key]> };
type Give<Name extends string, Value> = [Value] extends [never]
  ? unknown
  : {} extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value };
type Settings = {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Milliseconds until the call counts as unreachable; 15 s unless told. */
  timeout?: number;
};
export type ApiOptions<M extends ApiMethod, P extends ApiPath<M>> = Settings &
  Give<"params", Part<Endpoint<M, P>, "param">> &
  Give<"query", Query<Part<Endpoint<M, P>, "query">>> &
  Give<"body", Part<Endpoint<M, P>, "json">>;

/** One call to the server: JSON in, JSON out, every failure an `ApiProblem`. `tsc` knows each route by its path. */
export type ApiClient = <M extends ApiMethod, P extends ApiPath<M>>(
  method: M,
  path: P,
  ...options: {} extends ApiOptions<M, P> ? [options?: ApiOptions<M, P>] : [options: ApiOptions<M, P>]
) => Promise<ApiAnswer<M, P>>;

/** The same without its types: what is left of a call when it runs. */
type Call = Settings & {
  params?: Record<string, string>;
  query?: Record<string, string | number | readonly string[] | undefined>;
  body?: unknown;
};

export function createApiClient(fetcher: typeof fetch = (...args) => fetch(...args)): ApiClient {
  const call = async (method: ApiMethod, path: string, options: Call = {}) => {
    const response = await send(fetcher, method, path, options);
    const body = await readJson(response);
    if (!response.ok) throw new ApiProblem(response.status, isRecord(body) ? body : {}, retryAfterOf(response));
    return body;
  };
  return call as ApiClient;
}

async function send(fetcher: typeof fetch, method: ApiMethod, path: string, options: Call): Promise<Response> {
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
    return await fetcher(address(path, options), init);
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

function address(path: string, { params = {}, query = {} }: Call): string {
  const filled = path.replace(/:(\w+)/g, (_part, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== undefined && one !== "") search.append(key, String(one));
  const text = search.toString();
  return text === "" ? filled : `${filled}?${text}`;
}

function retryAfterOf(response: Response): number | undefined {
  const header = response.headers.get("retry-after");
  if (header === null) return undefined;
  const seconds = Number(header);
  const value = Number.isFinite(seconds) ? seconds : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(value) && value > 0 ? Math.min(value, 3600) : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
