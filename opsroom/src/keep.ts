// Where does the device keep things? In the browser's storage; where that is full or forbidden, in memory, and it says so.
import type { Keep } from './queue';

const memory = new Map<string, string>();

/** Whether something could not be kept: it is lost with the page. */
let fails = false;

/** What is remembered for the first paint, which the server makes, as a cookie; by HTTPS no other page can plant it. */
export function remembered(what: 'as' | 'lang', value: string, seconds: number, protocol = location.protocol): string {
  const is_secure = protocol === 'https:';
  return `${is_secure ? '__Host-' : ''}cybersyn_${what}=${encodeURIComponent(value)}; path=/; max-age=${seconds}; samesite=strict${is_secure ? '; secure' : ''}`;
}

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
