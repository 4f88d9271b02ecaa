import { css } from "lit";

export const workStyles = css`
  :host {
    gap: var(--space-4);
  }
  .actions ui-button:not([square]) {
    white-space: nowrap;
  }
  .as-of {
    display: flex;
    align-items: center;
    gap: 7px;
    padding-inline: var(--space-1);
    color: var(--ink-soft);
    font-size: 0.8125rem;
    --icon-size: 16px;
  }
  .room {
    block-size: 84px;
  }
`;
