import { html, nothing, type TemplateResult } from "lit";
import { lexer, type Token, type Tokens } from "marked";
import { shownText } from "./shown-text.ts";

// Agents' text is hostile until shown otherwise. Nothing of it is parsed as HTML, fetched or
// run: tokens become templates, whose holes only ever take text.
const maxLength = 20_000;
const maxDepth = 8;
const maxTokens = 4_000;

type Budget = { left: number };
type Piece = TemplateResult | string | typeof nothing;

/** Markdown as Lit templates: no HTML, no remote image, links only to http(s) with their host in view. */
export function markdownTemplate(source: string): Piece[] {
  const text = source.slice(0, maxLength);
  if (isDense(text)) return plain(text);
  const budget: Budget = { left: maxTokens };
  try {
    return blocks(lexer(text, { gfm: true, breaks: true }), budget, 0);
  } catch {
    // A text that the lexer cannot take is still a text that a person must be able to read.
    return plain(text);
  }
}

const plain = (text: string): Piece[] => [html`<p class="plain">${shownText(text)}</p>`];

/**
 * The lexer's time grows with the square of the signs in one block, and its depth with the signs
 * that begin a line. No honest text comes near these bounds; a hostile one would stop a phone.
 */
function isDense(text: string): boolean {
  if (/^[ \t>*+\-\d.)]{120}/mu.test(text)) return true;
  return text.split(/\n[ \t]*\n/u).some((part) => (part.match(/[*_~[\]`<]/gu)?.length ?? 0) > 1_000);
}

function blocks(tokens: readonly Token[], budget: Budget, depth: number): Piece[] {
  return tokens.map((token) => block(token, budget, depth));
}

function block(token: Token, budget: Budget, depth: number): Piece {
  if (depth > maxDepth || (budget.left -= 1) < 0) return shownText(token.raw);
  switch (token.type) {
    case "space":
    case "def":
    case "checkbox":
      return nothing;
    case "heading":
      return html`<p class="heading">${inline(token.tokens ?? [], budget, depth + 1)}</p>`;
    case "paragraph":
      return html`<p>${inline(token.tokens ?? [], budget, depth + 1)}</p>`;
    case "code":
      return html`<pre tabindex="0"><code>${shownText((token as Tokens.Code).text)}</code></pre>`;
    case "blockquote":
      return html`<blockquote>${blocks(token.tokens ?? [], budget, depth + 1)}</blockquote>`;
    case "hr":
      return html`<hr />`;
    case "list":
      return list(token as Tokens.List, budget, depth);
    case "table":
      return table(token as Tokens.Table, budget, depth);
    case "text":
      return token.tokens ? html`${inline(token.tokens, budget, depth + 1)}` : shownText((token as Tokens.Text).text);
    default:
      return html`<p class="plain">${shownText(token.raw)}</p>`;
  }
}

function list(token: Tokens.List, budget: Budget, depth: number): Piece {
  const items = token.items.map(
    (item) => html`<li>${item.task ? (item.checked ? "☑ " : "☐ ") : nothing}${blocks(item.tokens, budget, depth + 1)}</li>`,
  );
  return token.ordered
    ? html`<ol start=${Number(token.start) || 1}>
        ${items}
      </ol>`
    : html`<ul>
        ${items}
      </ul>`;
}

function table(token: Tokens.Table, budget: Budget, depth: number): Piece {
  const cell = (value: Tokens.TableCell) => inline(value.tokens, budget, depth + 1);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${token.header.map((value) => html`<th scope="col">${cell(value)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${token.rows.map(
          (row) =>
            html`<tr>
              ${row.map((value) => html`<td>${cell(value)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function inline(tokens: readonly Token[], budget: Budget, depth: number): Piece[] {
  return tokens.map((token) => span(token, budget, depth));
}

function span(token: Token, budget: Budget, depth: number): Piece {
  if (depth > maxDepth || (budget.left -= 1) < 0) return shownText(token.raw);
  const inner = "tokens" in token ? token.tokens : undefined;
  const children = () => inline(inner ?? [], budget, depth + 1);
  switch (token.type) {
    case "strong":
      return html`<strong>${children()}</strong>`;
    case "em":
      return html`<em>${children()}</em>`;
    case "del":
      return html`<del>${children()}</del>`;
    case "codespan":
      return html`<code>${shownText((token as Tokens.Codespan).text)}</code>`;
    case "br":
      return html`<br />`;
    case "checkbox":
      return nothing;
    case "link":
      return link(token as Tokens.Link, children());
    case "image": {
      const image = token as Tokens.Image;
      return html`<span class="image">Image not loaded: ${shownText(image.text || "no description")}, ${shownText(image.href)}</span>`;
    }
    case "escape":
      return shownText((token as Tokens.Escape).text);
    case "text":
      return inner ? html`${children()}` : shownText((token as Tokens.Text).text);
    default:
      return shownText(token.raw);
  }
}

/** A link is followed only to the web, and always says where it leads. */
function link(token: Tokens.Link, words: Piece[]): Piece {
  const url = URL.canParse(token.href) ? new URL(token.href) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return html`${words} (${shownText(token.href)})`;
  }
  const said = token.text === token.href || token.text === url.host;
  return html`<a href=${url.href} target="_blank" rel="noopener noreferrer">${words}</a>${
      said ? nothing : html` <span class="host">${shownText(url.host)}</span>`
    }`;
}
