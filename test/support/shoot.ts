import { problem } from "@beckon/contracts/common";
import { expect } from "vitest";
import type { Callers, Credentials, Kind } from "./callers.ts";
import type { Sample } from "./route-table.ts";
import { origin } from "./test-app.ts";

export type Shot = { kind: Kind; body: string | undefined; part: string | undefined; query: string | undefined; headers: Credentials };

/** One wrong call; gives its status once it is shown to be an answer that a program can read. */
export const shooting =
  (callers: () => Callers) =>
  async (method: string, { path, headers }: Sample, shot: Shot, credentials: Credentials): Promise<number> => {
    const [pathname = "", ownQuery] = path.split("?");
    const target = shot.part === undefined ? pathname : swapPart(pathname, shot.part);
    const search = shot.query ?? ownQuery;
    const answer = await callers().app.app.request(`${origin}${target}${search === undefined ? "" : `?${search}`}`, {
      method,
      headers: {
        origin,
        host: new URL(origin).host,
        ...(shot.body === undefined ? {} : { "content-type": "application/json" }),
        ...headers?.(shot.body ?? ""),
        ...credentials,
        ...shot.headers,
      },
      ...(shot.body === undefined || method === "GET" ? {} : { body: shot.body }),
    });
    if (answer.headers.get("content-type")?.startsWith("text/event-stream")) await answer.body?.cancel();
    else await assertReadable(answer, { method, path: target });
    return answer.status;
  };

/** The part that names one thing among many, which is where routes take what callers write. */
const swapPart = (pathname: string, part: string) => {
  const parts = pathname.split("/");
  const index = parts.findIndex((each) => /^[a-z]+_[0-9A-Za-z]{16,}$/.test(each));
  return index < 0 ? `${pathname}/${part}` : parts.with(index, part).join("/");
};

const assertReadable = async (answer: Response, { method, path }: { method: string; path: string }) => {
  const text = await answer.text();
  if (answer.status < 400) return;
  const isStatus = /^application\/(json|x-protobuf)$/.test(answer.headers.get("content-type") ?? "");
  // Telemetry has an error of its own by its protocol: google.rpc.Status, in the encoding of the request.
  if (path.startsWith("/otlp/") && isStatus) return expect(answer.status).toBeLessThan(500);
  if (answer.headers.get("content-type")?.startsWith("application/json") && answer.status === 503) return; // `/ready`
  expect(`${answer.status} ${answer.headers.get("content-type")}`).toMatch(/^4\d\d application\/problem\+json/);
  expect(text.length).toBeLessThan(20_000);
  if (method === "HEAD") return;
  const said = problem.parse(JSON.parse(text));
  expect(said.status).toBe(answer.status);
  expect(said.requestId).toBe(answer.headers.get("x-request-id"));
};
