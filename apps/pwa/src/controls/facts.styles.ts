import { css } from "lit";

/** What is known of a process or a profile, as words beside their names. */
export const factsStyles = css`
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-1) var(--space-4);
    font-size: 0.8125rem;
  }
  dt {
    color: var(--ink-faint);
  }
  dd {
    color: var(--ink-soft);
    overflow-wrap: anywhere;
  }
`;
