import { css } from "lit";

export const taskSheetStyles = css`
  .fields {
    display: grid;
    gap: var(--space-4);
    padding-block: var(--space-2) var(--space-3);
  }
  .priority {
    display: grid;
    gap: 6px;
  }
  .priority span,
  legend {
    padding: 0;
    font: 550 0.8125rem / 1.3 var(--font);
    color: var(--ink-soft);
  }
  fieldset {
    display: grid;
    gap: var(--space-2);
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  .three {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--space-2);
    padding-block-start: var(--space-2);
  }
  .problem {
    color: var(--bad);
    font: 550 0.8125rem / 1.45 var(--font);
  }
  .buttons {
    display: grid;
    grid-template-columns: 1fr 1.35fr;
    gap: var(--space-2);
  }
  @media (min-width: 560px) {
    .two {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: var(--space-3);
      align-items: start;
    }
  }
  @media (max-width: 559.98px) {
    .two {
      display: contents;
    }
  }
`;
