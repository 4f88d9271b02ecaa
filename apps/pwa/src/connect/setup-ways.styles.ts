import { css } from "lit";

export const setupWaysStyles = css`
  h3 {
    font: 600 var(--text-s) / 1.4 var(--font);
    color: var(--ink);
  }
  .gate {
    display: grid;
    gap: var(--space-2);
    padding: var(--space-3) var(--space-4) var(--space-4);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
  }
  :host > .small {
    padding-inline: var(--space-1);
  }
`;
