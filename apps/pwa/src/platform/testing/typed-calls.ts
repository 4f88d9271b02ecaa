import type { Device } from "@beckon/contracts/access";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { SyncAnswer } from "@beckon/contracts/sync";
import { expectTypeOf } from "vitest";
import type { ApiAnswer, ApiClient } from "../api-client.ts";

/** Calls by which `tsc` checks the types of the client; the right ones run in its test as well. */
export const typedCalls = { right, wrong };

async function right(request: ApiClient): Promise<void> {
  expectTypeOf(await request("GET", "/api/devices")).toEqualTypeOf<{ items: Device[] }>();
  expectTypeOf(await request("GET", "/api/decision-requests/:id", { params: { id: "dr_1" } })).toEqualTypeOf<DecisionRequest>();
  expectTypeOf(await request("GET", "/api/sync", { query: { cursor: "a/b", wait: 25 } })).toExtend<SyncAnswer>();
  expectTypeOf(await request("PUT", "/api/decision-requests/:id/snooze", { params: { id: "a/b" }, body: { until: "" } })).toEqualTypeOf<{
    requestId: string;
    until: string;
  }>();
  expectTypeOf(await request("DELETE", "/api/devices/:id", { params: { id: "dev_1" } })).toEqualTypeOf<undefined>();
  expectTypeOf(await request("POST", "/api/session/end")).toEqualTypeOf<undefined>();
  // A stream is followed, not asked.
  expectTypeOf<ApiAnswer<"GET", "/api/stream">>().toBeNever();
}

/** Each line that compiles is an error. */
async function wrong(request: ApiClient): Promise<void> {
  // @ts-expect-error there is no such route
  await request("GET", "/api/device");
  // @ts-expect-error the route takes another method
  await request("PUT", "/api/devices");
  // @ts-expect-error an address is a pattern with params, never put together by hand
  await request("DELETE", `/api/devices/${String(1)}`);
  // @ts-expect-error the id is missing
  await request("DELETE", "/api/devices/:id");
  // @ts-expect-error another name of the id
  await request("DELETE", "/api/devices/:id", { params: { device: "dev_1" } });
  // @ts-expect-error the body is missing
  await request("POST", "/api/pair");
  // @ts-expect-error a field of the body is missing
  await request("POST", "/api/pair", { body: { code: "ABCD-EFGH" } });
  // @ts-expect-error a field that the contract does not know
  await request("PATCH", "/api/devices/me", { body: { nickname: "phone" } });
  // @ts-expect-error this route takes no body
  await request("POST", "/api/session/end", { body: {} });
  // @ts-expect-error there is no such status
  await request("GET", "/api/decision-requests", { query: { status: "open" } });
  // @ts-expect-error a cursor is text
  await request("GET", "/api/audit", { query: { cursor: 7 } });
}
