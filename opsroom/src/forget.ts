// What of a person does a browser keep, and when does that go?

/** What belongs to the device, whoever sits before it. */
const of_the_device = /^(lang|theme|source)$/;

/** What was not sent or saved yet: it stays where a session runs out, so that none is lost, and goes where somebody signs out. */
export const drafts = /^(queue|guide.*|flow .*)$/;

/** What is kept that is of a person. */
export function kept(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => !of_the_device.test(key));
  } catch {
    // Nothing is kept where that is forbidden.
    return [];
  }
}

/** Takes that away, but these. */
export function forget(but?: RegExp): void {
  for (const key of kept()) if (!but?.test(key)) localStorage.removeItem(key);
}
