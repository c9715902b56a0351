// Where does the device keep things? In the browser's storage; where that is full or forbidden, in memory, and it says so.
import type { Keep } from './queue';

const memory = new Map<string, string>();

/** Whether something could not be kept: it is lost with the page. */
let fails = false;

export const keep: Keep & { removeItem(key: string): void; readonly fails: boolean } = {
  get fails() {
    return fails;
  },
  getItem(key) {
    try {
      return memory.get(key) ?? localStorage.getItem(key);
    } catch {
      return memory.get(key) ?? null;
    }
  },
  setItem(key, value) {
    try {
      localStorage.setItem(key, value);
      memory.delete(key);
      fails = memory.size > 0;
    } catch {
      memory.set(key, value);
      fails = true;
    }
  },
  removeItem(key) {
    memory.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept there.
    }
  },
};
