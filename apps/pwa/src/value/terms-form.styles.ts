import { css } from "lit";

/** Fields side by side where there is room for them. */
export const gridStyles = css`
  .grid {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-3);
    align-items: start;
  }
  .grid.two {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr));
  }
  .grid.three {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  h2 {
    margin-block-end: var(--space-3);
    color: var(--ink);
    font: 650 0.9375rem / 1.3 var(--font);
  }
`;

export const termsFormStyles = [
  gridStyles,
  css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
      font: 400 var(--text-s) / 1.5 var(--font);
      color: var(--ink);
    }
    fieldset {
      min-inline-size: 0;
      margin: var(--space-4) 0 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      margin-block-end: var(--space-1);
      font: 600 var(--text-s) / 1.4 var(--font);
    }
    .plan {
      margin: 0 0 var(--space-3);
      padding: var(--space-3);
      border: 1px solid var(--line);
      border-radius: var(--radius-m);
    }
    .plan legend {
      padding-inline: var(--space-1);
    }
    .plan ui-button {
      align-self: end;
    }
    ui-card > ui-button {
      margin-block-end: var(--space-4);
    }
    .hint,
    .error {
      margin-block-start: var(--space-1);
      color: var(--ink-soft);
      font-size: 0.8125rem;
    }
    .error {
      color: var(--bad);
      font-weight: 550;
    }
  `,
];
