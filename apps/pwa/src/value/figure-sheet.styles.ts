import { css } from "lit";

export const figureSheetStyles = css`
  .big {
    color: var(--ink);
    font: 700 var(--text-xl) / 1.15 var(--font);
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.02em;
  }
  .big.none {
    color: var(--ink-soft);
    font-size: var(--text-l);
    letter-spacing: 0;
  }
  .says {
    margin-block-start: var(--space-1);
    text-wrap: pretty;
  }
  h3 {
    margin-block: var(--space-5) var(--space-2);
    color: var(--ink);
    font: 650 var(--text-s) / 1.3 var(--font);
  }
  .formula {
    padding: var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
    background: var(--ground);
    color: var(--ink);
    font: 500 0.8125rem / 1.5 var(--mono);
    overflow-wrap: anywhere;
  }
  dl {
    margin: var(--space-2) 0 0;
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, auto);
    gap: var(--space-3);
    align-items: baseline;
    padding-block: var(--space-2);
    border-block-end: 1px solid var(--line);
  }
  dl div:last-child {
    border: 0;
  }
  dt small {
    display: block;
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
  dt a {
    display: inline-grid;
    align-items: center;
    min-block-size: var(--touch);
    min-inline-size: var(--touch);
    color: var(--info);
  }
  dd {
    color: var(--ink);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: end;
    overflow-wrap: anywhere;
  }
  .stamp {
    margin-block-start: var(--space-5);
    color: var(--ink-soft);
    font-size: var(--text-xs);
    overflow-wrap: anywhere;
  }
`;
