import { Hono } from "hono";
import { expect, test } from "vitest";
import { rememberingRouter } from "./remembering-router.ts";

const app = new Hono({ router: rememberingRouter((path) => path.startsWith("/r/")) })
  .use("*", async (c, next) => {
    await next();
    c.header("x-seen", "yes");
  })
  .post("/r/stop", (c) => c.text("stop"))
  .post("/r/:name{a|b}", (c) => c.text(c.req.param("name")))
  .get("/r/:name", (c) => c.text(`read ${c.req.param("name")}`))
  .get("/other/:id", (c) => c.text(c.req.param("id")));

const ask = async (method: string, path: string) => {
  const answer = await app.request(path, { method });
  return [answer.status, await answer.text(), answer.headers.get("x-seen")];
};

test("each path is answered as its own, by its own method, the second time too", async () => {
  for (let time = 0; time < 2; time += 1) {
    expect(await ask("POST", "/r/a")).toEqual([200, "a", "yes"]);
    expect(await ask("POST", "/r/b?x=1")).toEqual([200, "b", "yes"]);
    expect(await ask("POST", "/r/stop")).toEqual([200, "stop", "yes"]);
    expect(await ask("GET", "/r/a")).toEqual([200, "read a", "yes"]);
    expect((await ask("POST", "/r/none"))[0]).toBe(404);
    expect(await ask("GET", "/other/5")).toEqual([200, "5", "yes"]);
  }
});

test("paths that somebody makes up are routed all the same, and not kept", async () => {
  let routed = 0;
  const counting = rememberingRouter<number>(() => true);
  counting.add("GET", "/r/:name", 1);
  const match = (path: string) => {
    const result = counting.match("GET", path);
    const again = counting.match("GET", path);
    if (result === again) routed += 1;
    return result[0].length;
  };
  for (let index = 0; index < 500; index += 1) expect(match(`/r/${index}`)).toBe(1);
  expect(routed).toBe(100);
});
