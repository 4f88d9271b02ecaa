import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { expect, test } from "vitest";
import { bodyRoom } from "./body-room.ts";
import type { Env } from "./env.ts";
import { toProblem } from "./problem.ts";

test("large bodies share bounded room while their requests last; small ones take none of it", async () => {
  const held: (() => void)[] = [];
  const app = new Hono<Env>().onError(toProblem).post("/", bodyRoom({ above: 100, together: 1_000 }), async (c) => {
    if (c.req.query("fails")) throw new HTTPException(400);
    await new Promise<void>((resolve) => void held.push(resolve));
    return c.text("done");
  });
  const send = (bytes: number, query = "") =>
    app.request(`/${query}`, { method: "POST", headers: { "content-length": String(bytes) }, body: "x" });
  const first = [send(600), send(400), send(100)];
  const refused = await send(101);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  held[0]?.();
  await first[0];
  // One that fails gives back what it took.
  expect((await send(600, "?fails=1")).status).toBe(400);
  const later = send(600);
  await expect.poll(() => held.length).toBe(4);
  for (const end of held) end();
  expect((await Promise.all([...first, later])).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});
