import { css } from "lit";

export const hostCardStyles = css`
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: var(--space-3);
    align-items: center;
    padding: var(--space-3) var(--space-4);
  }
  header > ui-icon {
    color: var(--ink-soft);
  }
  h2 {
    font: 650 var(--text-m) / 1.35 var(--font);
    overflow-wrap: anywhere;
  }
  header p {
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  header b {
    font-weight: 600;
    --icon-size: 11px;
  }
  .none {
    padding: var(--space-3) var(--space-4);
    border-block-start: 1px solid var(--line);
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .all {
    border-block-start: 1px solid var(--line);
  }
  section {
    padding: var(--space-3) var(--space-4);
    border-block-start: 1px solid var(--line);
  }
  h3 {
    font: 600 0.8125rem / 1.4 var(--font);
    color: var(--ink-soft);
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-3);
    align-items: center;
    min-block-size: 56px;
  }
  li b {
    display: block;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  small {
    color: var(--ink-soft);
    font-size: var(--text-xs);
    font-variant-numeric: tabular-nums;
  }
`;
