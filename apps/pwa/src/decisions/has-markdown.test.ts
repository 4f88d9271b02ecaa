import fc from "fast-check";
import { lexer, walkTokens } from "marked";
import { describe, expect, it } from "vitest";
import { hasMarkdown } from "./has-markdown.ts";

describe("whether a text has Markdown in it", () => {
  it.each(["a **bold** word", "# Why", "- one\n- two", "1. first", "see https://example.com", "`rm`", "    code", "a | b", "Title\n==="])(
    "%j has",
    (text) => expect(hasMarkdown(text)).toBe(true),
  );

  it.each(["The tests are green. It took 3 minutes (2 of them waiting).", "Two\nlines - and a dash", "", "It costs $5, or 3.50 €."])(
    "%j has not",
    (text) => expect(hasMarkdown(text)).toBe(false),
  );

  it("never says no to a text of which the lexer makes more than words and line breaks", () => {
    const pieces = fc.constantFrom(
      ..."#*_`~[]()<>|\\!-+=:.@&",
      " ",
      "    ",
      "\n",
      "\n\n",
      "\t",
      "1",
      "a",
      "B",
      "http://a.b",
      "www.a.b",
      "a@b.c",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 24 }), (parts) => {
        const text = parts.join("");
        if (hasMarkdown(text)) return;
        const types = new Set<string>();
        void walkTokens(lexer(text, { gfm: true, breaks: true }), ({ type }) => types.add(type));
        expect([...types].filter((type) => !["paragraph", "text", "space", "br"].includes(type))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
