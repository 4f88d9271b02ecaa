import { css } from "lit";

/** A range of hours in three fields, and of what they are. */
export const hoursStyles = css`
  .hours {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--space-2);
    align-items: end;
  }
  .what {
    font-weight: 600;
  }
`;
