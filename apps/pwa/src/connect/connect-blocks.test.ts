import { expect, test } from "vitest";
import { connectBlocks } from "./connect-blocks.ts";

test("every block names this server and this token, and can be pasted whole", () => {
  const blocks = connectBlocks({ url: "https://beckon.example", token: "bk_secret" });
  expect(blocks.map(({ value }) => value)).toEqual(["shell", "curl", "node"]);
  for (const { text } of blocks) {
    expect(text).toContain("https://beckon.example");
    expect(text).toContain("bk_secret");
  }
});

test("the body that curl sends is a request the server takes", async () => {
  const { decisionRequestInput } = await import("@beckon/contracts/decisions");
  const curl = connectBlocks({ url: "https://beckon.example", token: "t" }).find(({ value }) => value === "curl")!;
  const body = /-d '(.+)'$/u.exec(curl.text)?.[1] ?? "";
  expect(decisionRequestInput.safeParse(JSON.parse(body)).success).toBe(true);
});
