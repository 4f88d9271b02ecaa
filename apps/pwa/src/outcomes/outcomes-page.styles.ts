import { css } from "lit";

export const outcomesStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    max-inline-size: 860px;
  }
  .narrowing {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--space-3);
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
  }
`;
