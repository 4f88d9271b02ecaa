import { css } from "lit";

export const teamworkStyles = css`
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    align-items: start;
  }
  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    min-inline-size: 0;
  }
  .list {
    overflow: clip;
  }
  ui-chart > p.small {
    padding-inline: var(--space-4);
    padding-block-end: var(--space-3);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    align-items: center;
  }
  @media (min-width: 1100px) {
    .columns {
      grid-template-columns: minmax(0, 1.9fr) minmax(330px, 1fr);
    }
  }
`;
