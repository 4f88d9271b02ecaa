import { css } from "lit";

/** The frame of a card with a head, of what runs or acts: a machine, a team, a recovery. */
export const cardFrameStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
    overflow: clip;
    color: var(--ink);
    font: 400 var(--text-s) / 1.45 var(--font);
  }
`;
