import { problem } from "@beckon/contracts/common";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callersOf, routesOf, type Callers } from "./support/callers.ts";
import { createTestApp, origin, type TestApp } from "./support/test-app.ts";

const seed = 20_261_121;
let app: TestApp;
let callers: Callers;
beforeAll(async () => {
  app = await createTestApp();
  callers = await callersOf(app);
});
afterAll(() => app.close());
