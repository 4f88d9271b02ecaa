import { Store } from "../../platform/store.ts";

/** A store whose state a test sets as it likes. */
export class FakeStore<T extends object> extends Store<T> {
  put(patch: Partial<T>): void {
    this.set(patch);
  }
}
