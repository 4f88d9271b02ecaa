import { css } from "lit";

export const filtersStyles = css`
  :host {
    display: grid;
    gap: var(--space-3);
    min-inline-size: 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    align-items: center;
  }
  /* Beside each other as long as the range's words have room, by the size of the text. */
  .bar ui-segmented {
    flex: 1 1 17rem;
  }
  ::slotted(*) {
    flex: 1 1 9rem;
  }
  .panel {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 170px), 1fr));
    gap: var(--space-3);
    align-items: end;
    padding: var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
  }
  label {
    display: grid;
    gap: 6px;
    color: var(--ink-soft);
    font: 550 0.8125rem / 1.4 var(--font);
  }
  input {
    min-block-size: 48px;
    min-inline-size: 0;
    inline-size: 100%;
    padding: 11px var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--ground);
    color: var(--ink);
    font: 400 var(--text-s) / 1.45 var(--font);
  }
  .error {
    grid-column: 1 / -1;
    color: var(--bad);
    font: 550 var(--text-s) / 1.4 var(--font);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  @media (min-width: 720px) {
    .bar ui-segmented {
      flex: 0 1 340px;
    }
    ::slotted(*) {
      flex: 0 0 auto;
    }
    ::slotted(:first-of-type) {
      margin-inline-start: auto;
    }
  }
`;
