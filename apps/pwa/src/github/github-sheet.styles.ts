import { css } from "lit";

export const githubSheetStyles = css`
  .stack a {
    color: var(--info);
  }
  .warning,
  .hooks li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: var(--space-3);
    align-items: center;
    --icon-size: 18px;
  }
  .warning {
    align-items: start;
    padding: var(--space-3);
    border: 1px solid color-mix(in srgb, var(--beacon) 45%, var(--line));
    border-radius: var(--radius-m);
  }
  .warning span {
    grid-column: 2 / -1;
  }
  .warning ui-icon {
    margin-block-start: 1px;
    color: var(--beacon);
  }
  .good {
    color: var(--good);
  }
  .soft,
  .hooks small,
  .state > div {
    color: var(--ink-soft);
  }
  .hooks {
    display: grid;
    gap: var(--space-2);
  }
  .hooks b,
  .hooks small {
    display: block;
    overflow-wrap: anywhere;
  }
  .hooks b {
    font-weight: 600;
  }
  .hooks small {
    font-size: 0.8125rem;
  }
  .steps {
    display: grid;
    gap: var(--space-3);
    padding-inline-start: 1.5em;
    list-style: decimal;
  }
  .steps li::marker {
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  .steps span {
    display: block;
    margin-block-end: var(--space-1);
  }
  .events {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11em, 1fr));
    padding-inline-start: 1.3em;
    list-style: disc;
  }
`;
