import { css, html, nothing } from "lit";

/** Beside the name of whoever is of the demo fleet: what it says and asks is made up. */
export const demoMark = (agent: { demo?: boolean | undefined }) => (agent.demo ? html`<em class="demo">Demo</em> ` : nothing);

/** For elements that use the mark. */
export const demoMarkStyles = css`
  em.demo {
    display: inline-block;
    padding-inline: 7px;
    border: 1px solid var(--line-strong);
    border-radius: 99px;
    color: var(--ink-soft);
    font: 600 0.6875rem / 1.45 var(--font);
  }
`;
