import { css } from "lit";

export const workStyles = css`
  :host {
    gap: var(--space-4);
  }
  .actions ui-button:not([square]) {
    white-space: nowrap;
  }
  .room {
    block-size: 84px;
  }
`;
