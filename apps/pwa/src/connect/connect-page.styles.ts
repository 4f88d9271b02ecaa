import { css } from "lit";

/** What only this page needs. */
export const connectStyles = css`
  .limits summary {
    display: flex;
    align-items: center;
    min-block-size: var(--touch);
    padding-inline: var(--space-1);
    font-size: 0.8125rem;
    color: var(--ink-soft);
    cursor: pointer;
  }
  .limits summary::before {
    content: "";
    inline-size: 7px;
    block-size: 7px;
    margin-inline: 2px 10px;
    border-inline-end: 1.5px solid currentColor;
    border-block-end: 1.5px solid currentColor;
    transform: rotate(-45deg);
  }
  .limits[open] summary::before {
    transform: rotate(45deg);
  }
  .limits agent-limits {
    padding: 0 var(--space-1) var(--space-2);
  }
`;
