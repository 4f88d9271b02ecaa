import { css } from "lit";

export const answersStyles = css`
  :host {
    display: grid;
    gap: var(--space-3);
    min-inline-size: 0;
    container-type: inline-size;
  }
  edit-sheet,
  snooze-sheet,
  confirm-sheet {
    position: absolute;
  }
  .pair {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.35fr) 44px;
    gap: var(--space-2);
  }
  .pair.editable {
    grid-template-columns: minmax(0, 1fr) 44px minmax(0, 1.35fr) 44px;
  }
  .pair ui-button::part(button) {
    padding-inline: var(--space-2);
  }
  .with {
    display: none;
  }
  .list {
    display: grid;
    gap: var(--space-2);
  }
  .list ui-button::part(button) {
    justify-content: space-between;
    text-align: start;
  }
  .aside {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
  }
  .words {
    display: grid;
    gap: var(--space-2);
    justify-items: stretch;
  }
  @container (min-width: 480px) {
    .pair,
    .pair.editable {
      justify-content: end;
      grid-template-columns: minmax(0, 140px) minmax(0, 264px) 48px;
    }
    .pair.editable {
      grid-template-columns: minmax(0, 140px) 48px minmax(0, 264px) 48px;
    }
    .pair ui-button::part(button) {
      padding-inline: var(--space-2);
    }
    .with {
      display: inline;
    }
    .words {
      justify-items: end;
    }
    .words ui-field {
      inline-size: 100%;
    }
    .aside {
      justify-content: end;
    }
  }
  /* Large text on a small screen: the words need the whole width. */
  @container (max-width: 17rem) {
    .pair,
    .pair.editable {
      grid-template-columns: minmax(0, 1fr) auto auto;
    }
    .pair [variant="primary"] {
      grid-column: 1 / -1;
      order: -1;
    }
  }
`;
