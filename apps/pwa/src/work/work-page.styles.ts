import { css } from "lit";

export const workStyles = css`
  :host {
    gap: var(--space-4);
  }
  .actions {
    flex-wrap: nowrap;
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
  .folder {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    align-items: center;
    padding-inline: var(--space-1);
    font-size: 0.8125rem;
    color: var(--ink-soft);
    overflow-wrap: anywhere;
    --icon-size: 15px;
  }
  .found {
    padding-inline: var(--space-1);
    color: var(--ink-faint);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .room {
    block-size: 84px;
  }
`;
