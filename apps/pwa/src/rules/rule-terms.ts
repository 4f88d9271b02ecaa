import type { Rule, RuleProposal } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { commandParts } from "../decisions/command-parts.ts";
import { shownText } from "../decisions/shown-text.ts";
import { ruleLines, type RuleLine } from "./rule-words.ts";
import { ruleStyles } from "./rules.styles.ts";
import "@beckon/ui/ui-code";

/** What a rule says, a line for each condition. Texts that came from agents are shown with what hides in them. */
@customElement("rule-terms")
export class RuleTerms extends LitElement {
  static override styles = [
    baseStyles,
    ruleStyles,
    css`
      code {
        color: var(--ink);
        font: 500 0.8125rem / 1.5 var(--mono);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) rule!: Rule | RuleProposal["rule"];
  @property({ attribute: false }) agentNames: ReadonlyMap<string, string> = new Map();

  override render() {
    return html`<dl>
      ${ruleLines(this.rule, this.agentNames).map(
        (line) =>
          html`<dt>${line.name}</dt>
            <dd>${valueOf(line)}</dd>`,
      )}
    </dl>`;
  }
}

/** A line of its own where it fits on one; a frame for what is longer. */
const shortEnough = 60;

const valueOf = ({ name, text, code }: RuleLine) => {
  if (!code) return shownText(text);
  if (text.length <= shortEnough && !text.includes("\n")) return html`<code>${shownText(text)}</code>`;
  return html`<ui-code bare label=${name} .parts=${commandParts(text)}></ui-code>`;
};

declare global {
  interface HTMLElementTagNameMap {
    "rule-terms": RuleTerms;
  }
}
