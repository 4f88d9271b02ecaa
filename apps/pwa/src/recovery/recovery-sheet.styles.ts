import { css } from "lit";

export const recoverySheetStyles = css`
  .totals {
    display: grid;
    gap: 2px;
    padding: var(--space-3) var(--space-4);
    border-radius: var(--radius-m);
    background: var(--raised);
  }
  .totals li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-2);
    align-items: baseline;
    font-variant-numeric: tabular-nums;
    --icon-size: 12px;
  }
  .totals .faint {
    color: var(--ink-soft);
  }
  ul {
    list-style: none;
  }
  .list li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-block: 7px;
    border-block-start: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .list li:first-child {
    border-block-start: 0;
  }
  .list small,
  .note {
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  summary {
    min-block-size: 44px;
    display: flex;
    align-items: center;
    color: var(--ink-soft);
    font-weight: 600;
    font-size: 0.8125rem;
    cursor: pointer;
  }
  .grave {
    color: var(--bad);
    font-weight: 550;
  }
  summary ui-icon {
    margin-inline-start: auto;
    --icon-size: 16px;
  }
  details[open] summary ui-icon {
    rotate: 180deg;
  }
  .meant {
    padding-block-start: var(--space-3);
    border-block-start: 1px solid var(--line);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
  }
  .typed {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-2);
    align-items: end;
  }
`;
