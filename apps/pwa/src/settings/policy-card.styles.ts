import { css } from "lit";

export const policyCardStyles = css`
  :host {
    gap: var(--space-3);
  }
  .stack {
    gap: var(--space-4);
  }
  .tonight {
    font-weight: 600;
    text-wrap: pretty;
  }
  .tonight span + span {
    font-weight: 400;
    color: var(--ink-soft);
  }
  .held {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    --icon-size: 16px;
  }
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  fieldset:disabled {
    opacity: 0.6;
  }
  .two {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-3);
  }
  summary {
    display: flex;
    align-items: center;
    min-block-size: var(--touch);
    font-weight: 550;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary ui-icon {
    margin-inline-start: auto;
    color: var(--ink-faint);
    --icon-size: 18px;
  }
  details[open] summary ui-icon {
    rotate: 180deg;
  }
  .kinds {
    display: grid;
    gap: var(--space-3);
    padding-block: var(--space-1) var(--space-4);
  }
  .kind {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    align-items: center;
  }
  .kind small {
    display: block;
    font-size: 0.8125rem;
    color: var(--ink-soft);
  }
  @media (min-width: 720px) {
    .kind {
      grid-template-columns: minmax(0, 1fr) 270px;
      gap: var(--space-4);
    }
  }
`;
