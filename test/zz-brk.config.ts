import { defineConfig } from "vitest/config";
export default defineConfig({ root: "/work/main", test: { environment:"node", pool:"forks", testTimeout: 120000, hookTimeout:120000, include:["test/journeys/nothing-lost.test.ts"] } });
