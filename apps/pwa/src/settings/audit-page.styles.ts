import { css } from "lit";

/** Search and filter above, entries that open below. */
export const auditStyles = css`
  .bar {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--space-3) var(--space-2);
    align-items: end;
  }
  ui-field {
    grid-column: 1 / -1;
  }
  @media (min-width: 720px) {
    .bar {
      grid-template-columns: minmax(0, 1fr) 220px auto;
    }
    ui-field {
      grid-column: auto;
    }
  }
  details + details {
    border-block-start: 1px solid var(--line);
  }
  details {
    content-visibility: auto;
    contain-intrinsic-size: auto 62px;
  }
  summary {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: center;
    min-block-size: 60px;
    padding: 10px var(--space-4);
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius-m);
  }
  b {
    font-weight: 600;
  }
  b + bdi {
    margin-inline-start: var(--space-1);
    color: var(--ink-soft);
  }
  time {
    color: var(--ink-faint);
    font-size: var(--text-xs);
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-1) var(--space-3);
    padding: 0 var(--space-4) var(--space-4);
    font-size: 0.8125rem;
  }
  dt {
    color: var(--ink-faint);
  }
  dd {
    overflow-wrap: anywhere;
    color: var(--ink-soft);
  }
`;
