import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { argoHook } from "@beckon/contracts/argo";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";

const text = readFileSync(fileURLToPath(new URL("../../../../docs/workflows.md", import.meta.url)), "utf8");
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Each curl of the page: method, path, whose token, body. */
const calls = [
  ...text.matchAll(
    /curl -sS -X (\w+) "\$BECKON_URL([^"]+)" -H "Authorization: Bearer \$(\w+)"[^\n]*\\\n {2}-d (?:'([^\n]+)'|"([^\n]+)")\n/g,
  ),
].map(([, method = "", path = "", token = "", plain, quoted]) => ({
  method,
  path,
  token,
  body: plain ?? (quoted ?? "").replaceAll(String.raw`\"`, '"').replaceAll("$ARGO_TOKEN", "t0ken"),
}));

test("every call of docs/workflows.md does what the page says, in its order", async () => {
  expect(calls).toHaveLength(text.match(/^curl /gm)?.length ?? 0);
  const tokens = { BECKON_TOKEN: await app.token("agent"), ADMIN_TOKEN: await app.token("admin") };
  const told = [];
  for (const { method, path, token, body } of calls) {
    const { status } = await tokens[token as keyof typeof tokens](method, path, body);
    told.push(`${method} ${path} ${status}`);
  }
  expect(told).toEqual([
    "PUT /api/workflows/release-42 201",
    "POST /api/workflows/release-42/suspend 201",
    "PUT /api/argo 200",
    "POST /api/github/hooks 201",
  ]);
});

test("the bodies of the Argo templates are what the hook takes", () => {
  const bodies = [...text.matchAll(/body: >-\n((?: {10,}.+\n)+)/g)].map(
    ([, lines = ""]) => JSON.parse(lines.replaceAll(/\s*\n\s*/g, " ")) as Record<string, string>,
  );
  expect(bodies).toHaveLength(2);
  const filled = bodies.map((body) =>
    argoHook.safeParse({ ...body, workflow: "deploy-x7k", namespace: "ci", ...(body.status ? { status: "Succeeded" } : {}) }),
  );
  expect(filled.map(({ error }) => error)).toEqual([undefined, undefined]);
});
