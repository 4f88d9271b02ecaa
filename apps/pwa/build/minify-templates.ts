import type { Plugin } from "vite";

type Node = { type: string; start: number; end: number; [key: string]: unknown };
type Quasi = { start: number; end: number; value: { raw: string } };

/**
 * Takes the layout of the source out of Lit's templates: in `html` a line break and what stands
 * around it becomes one space, in `css` comments and needless spaces go. What a browser shows stays
 * the same, unless a template breaks a line within `white-space: pre`, which none should.
 */
export function minifyTemplates(): Plugin {
  return {
    name: "minify-templates",
    apply: "build",
    enforce: "post",
    transform: {
      filter: { id: /\/(apps\/pwa\/src|packages\/ui\/src)\/.*\.ts$/, code: /\b(html|css|svg)`/ },
      handler(code) {
        const cuts = quasisOf(this.parse(code) as unknown as Node);
        return {
          code: cuts.reduceRight(
            (text, { start, end, short }) => text.slice(0, start) + short(text.slice(start, end)) + text.slice(end),
            code,
          ),
          map: null,
        };
      },
    },
  };
}

/** The literal parts of every template that a shortener is known for, in the order of the source. */
function quasisOf(root: Node): { start: number; end: number; short: (raw: string) => string }[] {
  const found: { start: number; end: number; short: (raw: string) => string }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (value === null || typeof value !== "object") return;
    const node = value as Node;
    if (node.type === "TaggedTemplateExpression") {
      const short = shorteners[(node["tag"] as { name?: string }).name ?? ""];
      const quasis = (node["quasi"] as { quasis: Quasi[] }).quasis;
      if (short) found.push(...quasis.map(({ start, end, value: { raw } }) => ({ ...exact({ start, end, raw }), short })));
    }
    Object.values(node).forEach(visit);
  };
  visit(root);
  return found.sort((a, b) => a.start - b.start);
}

/** Some parsers count the quotes and braces around a part to it, some do not. */
const exact = ({ start, end, raw }: { start: number; end: number; raw: string }) =>
  end - start === raw.length ? { start, end } : { start: start + 1, end: start + 1 + raw.length };

/** A run of white space that breaks the line is one space, and none at the end of a tag. Spaces within a line are words' own. */
export const shortHtml = (raw: string): string => raw.replaceAll(/[ \t]*\n\s*(?=\/?>)/gu, "").replaceAll(/[ \t]*\n\s*/gu, " ");

/** Comments and layout go; what stands in quotes, always tried first, stays as it is. */
export const shortCss = (raw: string): string =>
  raw
    .replaceAll(/("[^"]*"|'[^']*')|\/\*[^]*?\*\//gu, "$1")
    .replaceAll(/("[^"]*"|'[^']*')|\s+/gu, (_all, quoted?: string) => quoted ?? " ")
    .replaceAll(/("[^"]*"|'[^']*')| ?([{};]) ?|([:,]) /gu, "$1$2$3")
    .replaceAll(";}", "}");

const shorteners: Record<string, ((raw: string) => string) | undefined> = { html: shortHtml, svg: shortHtml, css: shortCss };
