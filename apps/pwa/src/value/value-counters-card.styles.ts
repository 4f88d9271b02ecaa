import { css } from "lit";

export const countersStyles = css`
  .three {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    margin-inline: calc(-1 * var(--space-3));
  }
  .figure b {
    font-size: 1.0625rem;
  }
  .figure b.none {
    color: var(--ink-soft);
    font-size: var(--text-m);
  }
  .down + p.small {
    margin-block-start: var(--space-2);
  }
  .down {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-2);
    align-items: start;
    min-block-size: var(--touch);
    color: var(--ink);
    font-size: 0.8125rem;
    text-decoration: none;
    --icon-size: 16px;
  }
  .down ui-icon {
    margin-block-start: 1px;
    color: var(--beacon);
  }
`;
