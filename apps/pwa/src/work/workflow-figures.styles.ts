import { css } from "lit";

export const workflowFiguresStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
    font: 400 0.8125rem / 1.45 var(--font);
    color: var(--ink);
    font-variant-numeric: tabular-nums;
  }
  .soft {
    color: var(--ink-soft);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(max(4.6rem, 30%), 1fr));
    gap: var(--space-3);
  }
  dt {
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  dd {
    font: 650 var(--text-l) / 1.3 var(--font);
    letter-spacing: -0.015em;
  }
  .frame {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    white-space: nowrap;
  }
  caption {
    padding-block: var(--space-2) 4px;
    color: var(--ink-soft);
    font-weight: 600;
    text-align: start;
  }
  th,
  td {
    padding: 6px 14px 6px 0;
    border-block-start: 1px solid var(--line);
    text-align: end;
    font-weight: 400;
  }
  thead th {
    border: 0;
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  /* Two short lines take less room than one long one. */
  thead th {
    white-space: normal;
    vertical-align: bottom;
  }
  small {
    display: block;
    color: var(--ink-soft);
    font-size: var(--text-xs);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  th:first-child {
    max-inline-size: 200px;
    overflow: hidden;
    text-overflow: ellipsis;
    text-align: start;
  }
`;
