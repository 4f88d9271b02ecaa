import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, origin, type TestApp } from "../../../../../test/support/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

type Operation = { tags?: string[]; summary?: string; requestBody?: object; responses: Record<string, { description: string }> };

test("every route says what it is for, under a tag that says so too, and how it refuses", async () => {
  const { body } = await app.nobody("GET", "/openapi.json");
  const words = new Map<string, string>(body.tags.map(({ name, description }: any) => [name, description]));
  const operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  );
  const used = new Set(operations.flatMap(({ tags }) => tags ?? []));
  expect(new Set(words.keys())).toEqual(used);
  for (const { name, summary, tags, responses, requestBody } of operations) {
    expect(summary, name).toMatch(/^[A-Z].{4,}[^.]$/);
    expect(tags, name).toHaveLength(1);
    for (const { description } of Object.values(responses)) expect(description, name).toMatch(/^\S.*[^.]$/);
    if (requestBody) expect(Object.keys(responses), name).toEqual(expect.arrayContaining(["400", "422"]));
  }
  const page = await app.app.request(`${origin}/docs`, { headers: { host: new URL(origin).host } });
  const text = await page.text();
  for (const [name, description] of words) {
    expect(text).toContain(`<h2>${name.replace("'", "&#39;")}</h2>`);
    expect(text).toContain(description.replaceAll("'", "&#39;"));
  }
});
