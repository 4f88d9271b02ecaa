import { css } from "lit";

export const claimStyles = css`
  p.small {
    margin-block-end: var(--space-3);
  }
  .result {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: var(--space-3);
    margin-block-start: var(--space-4);
  }
  dt {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  dd {
    font: 650 1.0625rem / 1.3 var(--font);
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .why {
    margin-block: var(--space-5) var(--space-2);
  }
  .doubts {
    display: grid;
    gap: var(--space-2);
  }
  .doubts li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-2);
    --icon-size: 16px;
  }
  .doubts ui-icon {
    margin-block-start: 2px;
    color: var(--beacon);
  }
`;
