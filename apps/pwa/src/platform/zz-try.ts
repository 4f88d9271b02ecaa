import type { Api } from "@beckon/bff/api";
import type { ExtractSchema } from "hono/types";
export type S = ExtractSchema<Api>;
export const k: keyof S = "/nope";
export const d: S["/api/devices"]["$get"]["output"] = 1;
export const d2: S["/api/devices/me"]["$patch"] = 1;
export const d3: S["/api/decision-requests/:id/snooze"]["$put"] = 1;
export const d4: S["/api/decision-requests/:id"]["$get"] = 1;
export const d5: S["/api/passkeys"]["$post"] = 1;
