import { css } from "lit";

export const agentPageStyles = css`
  h2 + * {
    min-inline-size: 0;
  }
  .doing {
    display: grid;
    gap: var(--space-2);
  }
  .doing + .doing {
    margin-block-start: var(--space-4);
  }
  .doing b {
    font-weight: 600;
  }
  .files code {
    display: block;
  }
  .line {
    display: inline-flex;
    align-items: center;
    --icon-size: 12px;
  }
  .amount {
    font-size: 0.8125rem;
    font-weight: 550;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .list > * + * {
    border-block-start: 1px solid var(--line);
  }
`;
