import { parseAst } from "vite";
import { expect, test } from "vitest";
import { minifyTemplates, shortCss, shortHtml } from "./build/minify-templates.ts";

test("html: layout goes, spaces between words stay", () => {
  expect(shortHtml('<p\n      class="a b"\n    >\n      one two  <b>three</b>\n    </p\n  >')).toBe(
    '<p class="a b"> one two  <b>three</b> </p>',
  );
  expect(shortHtml("1 > 0 and 0 < 1")).toBe("1 > 0 and 0 < 1");
});

test("css: the same rules in fewer letters", () => {
  const source = `
  /* why: a { b } */
  .a :is(b, c) > d:hover {
    margin: calc(1px + 2px) auto;
    content: "  a; /* b */ ";
  }
  @media (min-width: 720px) and (hover: hover) {
    :host([wide]) { color: red; }
  }
`;
  expect(shortCss(source).trim()).toBe(
    '.a :is(b,c) > d:hover{margin:calc(1px + 2px) auto;content:"  a; /* b */ "}@media (min-width:720px) and (hover:hover){:host([wide]){color:red}}',
  );
});

test("a descendant that is a pseudo-class stays a descendant", () => {
  expect(shortCss(":host([a]) :is(b, c):d {\n}")).toBe(":host([a]) :is(b,c):d{}");
});

test("only the templates of a module change, nested ones too", () => {
  const { transform } = minifyTemplates() as unknown as { transform: { handler(this: object, code: string): { code: string } } };
  const before = "const a = html`<p>\n  ${b ? html`<i\n  >x</i\n>` : `kept\n  so`}\n</p>`;\nconst c = css`a {\n  b: ${d};\n}`; // html` `";
  const after = "const a = html`<p> ${b ? html`<i>x</i>` : `kept\n  so`} </p>`;\nconst c = css`a{b:${d}}`; // html` `";
  expect(transform.handler.call({ parse: parseAst }, before).code).toBe(after);
});
