import { css } from "lit";

export const recordStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    container-type: inline-size;
    font: 400 var(--text-s) / 1.4 var(--font);
    font-variant-numeric: tabular-nums;
    color: var(--ink);
  }
  :host(:not(:first-child)) {
    border-block-start: 1px solid var(--line);
  }
  summary {
    display: grid;
    grid-template-columns: 18px minmax(0, 1fr) auto;
    gap: 2px var(--space-3);
    align-items: start;
    min-block-size: 60px;
    padding: 10px var(--space-4);
  }
  .sign {
    --icon-size: 0.875rem;
    --icon-stroke: 2.6;
    margin-block-start: 2px;
  }
  .who {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  time {
    color: var(--ink-soft);
    font-size: var(--text-xs);
    line-height: 1.6;
  }
  /* Where text is large, the time stands below. */
  @container (inline-size < 17rem) {
    time {
      grid-column: 2 / -1;
      grid-row: 3;
    }
  }
  .detail {
    grid-column: 2 / -1;
    color: var(--ink-soft);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .more {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    padding: 0 var(--space-4) var(--space-4) calc(var(--space-4) + 30px);
  }
  dl {
    display: grid;
    gap: 2px;
    font-size: 0.8125rem;
  }
  dl div {
    display: grid;
    grid-template-columns: 72px minmax(0, 1fr);
    align-items: baseline;
    gap: var(--space-2);
  }
  dt {
    color: var(--ink-soft);
  }
  dd {
    overflow-wrap: anywhere;
  }
  dd a {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--touch);
    min-inline-size: var(--touch);
    margin-block: -10px;
  }
`;
