import { css } from "lit";

export const fieldStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  label {
    display: block;
    margin-block-end: 6px;
    font: 550 0.8125rem / 1.3 var(--font);
    color: var(--ink-soft);
  }
  input,
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 48px;
    padding: 11px var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--ground);
    color: var(--ink);
    font: 400 var(--text-m) / 1.45 var(--font);
    resize: vertical;
    appearance: none;
  }
  textarea {
    min-block-size: 96px;
    max-block-size: 50dvh;
    field-sizing: content;
  }
  :host([code]) :is(input, textarea) {
    font: 500 var(--text-m) / 1.5 var(--mono);
    direction: ltr;
  }
  ::placeholder {
    color: var(--ink-faint);
    opacity: 1;
  }
  :focus-visible {
    outline-offset: 0;
    border-color: var(--info);
  }
  [aria-invalid="true"] {
    border-color: var(--bad);
  }
  ::-webkit-search-cancel-button {
    appearance: none;
  }
  p {
    margin-block-start: 6px;
    font: 400 0.8125rem / 1.4 var(--font);
    color: var(--ink-faint);
  }
  .error {
    color: var(--bad);
    font-weight: 550;
  }
`;
