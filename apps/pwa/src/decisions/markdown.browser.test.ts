import { afterEach, describe, expect, test } from "vitest";
import { textOf } from "../shell/testing/fake-app.ts";
import type { MarkdownText } from "./markdown-text.ts";
import "./markdown-text.ts";

async function draw(text: string): Promise<ShadowRoot> {
  const element = Object.assign(document.createElement("markdown-text"), { text }) as MarkdownText;
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element.shadowRoot!;
}

afterEach(() => document.body.replaceChildren());

describe("hostile Markdown", () => {
  test("HTML stays text: nothing of it becomes an element", async () => {
    const root = await draw(
      'Hi <script>window.hacked = 1</script> <img src=x onerror="window.hacked=1"> <a href="javascript:1">x</a>\n\n<iframe src="/"></iframe>',
    );
    expect(root.querySelector("script, img, iframe, a")).toBeNull();
    expect(textOf(root.host)).toContain("<script>window.hacked = 1</script>");
    expect("hacked" in window).toBe(false);
  });

  test("no image is fetched; its words and its address are shown", async () => {
    const root = await draw("![a chart](https://evil.example/pixel.png)");
    expect(root.querySelector("img")).toBeNull();
    expect(textOf(root.host)).toContain("a chart");
    expect(textOf(root.host)).toContain("https://evil.example/pixel.png");
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "/settings"])(
    "does not follow %s",
    async (href) => {
      const root = await draw(`[click](${href})`);
      expect(root.querySelector("a")).toBeNull();
      expect(textOf(root.host)).toContain("click");
    },
  );

  test("a link to the web says its host, and takes nothing along", async () => {
    const link = (await draw("[your bank](https://evil.example/login)")).querySelector("a")!;
    expect([link.target, link.rel, link.host]).toEqual(["_blank", "noopener noreferrer", "evil.example"]);
    expect(link.nextElementSibling?.textContent).toContain("evil.example");
  });

  test("what is hidden in it is named", async () => expect(textOf((await draw("safe\u202Etxt")).host)).toContain("U+202E"));

  test.each([
    ["quotes", ">".repeat(20_000)],
    ["numbers", "1. ".repeat(6_000)],
    ["stars", "*a ".repeat(6_000)],
    ["brackets", "[a](".repeat(5_000)],
    ["lists", Array.from({ length: 190 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n")],
  ])("a flood of %s is still drawn as text", async (_name, text) => expect(textOf((await draw(text)).host).length).toBeGreaterThan(100));
});

test("honest Markdown looks as it is meant", async () => {
  const root = await draw(
    "# Why\n\nIt is **needed**: `a<b`\n\n- [x] done\n- open\n\n3. third\n\n> said\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
  );
  expect(root.querySelector(".heading")?.textContent).toBe("Why");
  expect(root.querySelector("strong")?.textContent).toBe("needed");
  expect(root.querySelector("p code")?.textContent).toBe("a<b");
  expect(root.querySelector("li")?.textContent).toContain("☑");
  expect(root.querySelector("ol")?.start).toBe(3);
  expect(root.querySelectorAll("td")).toHaveLength(2);
  expect(root.querySelector("blockquote, pre")).not.toBeNull();
});
