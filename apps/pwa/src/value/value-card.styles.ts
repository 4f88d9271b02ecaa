import { css } from "lit";

/** What the cards of value share beside their rows of figures. */
export const valueCardStyles = css`
  .rows .row {
    display: grid;
    grid-template-columns: minmax(0, 11fr) minmax(32px, 6fr) minmax(5.6em, auto);
    gap: 2px var(--space-3);
    align-items: center;
    min-block-size: 36px;
    padding: 4px var(--space-2);
  }
  .rows a {
    grid-template-columns: minmax(0, 11fr) minmax(32px, 6fr) minmax(5.6em, auto);
  }
  /* Text twice as large on a phone: what stands beside each other stands below each other. */
  @media (max-width: 19.9rem) {
    .rows .row,
    .rows a {
      grid-template-columns: minmax(0, 1fr);
      padding-block: var(--space-2);
    }
    .rows .end {
      text-align: start;
      white-space: normal;
    }
  }
  .beside {
    padding-block-start: var(--space-2);
    border-block-start: 1px solid var(--line);
    margin-block-start: var(--space-2);
  }
  p.small a {
    color: var(--info);
  }
  .axis {
    margin-block-end: var(--space-4);
    color: var(--ink-soft);
    font-size: var(--text-xs);
  }
`;
