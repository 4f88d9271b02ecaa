import { css } from "lit";

/** Colours of states, and how a hidden character is named. `faint` is for shapes only, never for text. */
export const toneStyles = css`
  .good {
    color: var(--good);
  }
  .beacon {
    color: var(--beacon);
  }
  .bad {
    color: var(--bad);
  }
  .info {
    color: var(--info);
  }
  .hidden-character {
    display: inline-block;
    max-inline-size: 100%;
    padding: 0 4px;
    border: 1px solid currentColor;
    border-radius: 5px;
    color: var(--bad);
    font: 650 var(--text-xs) / 1.4 var(--font);
    letter-spacing: 0;
  }
  .faint {
    color: var(--quiet);
  }
`;
