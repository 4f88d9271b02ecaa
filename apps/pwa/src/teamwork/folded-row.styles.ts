import { css } from "lit";

/** A row that a tap unfolds. */
export const foldedRowStyles = css`
  summary {
    list-style: none;
    cursor: pointer;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover {
    background: color-mix(in srgb, var(--ink) 4%, transparent);
  }
  summary:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius-m);
  }
`;
