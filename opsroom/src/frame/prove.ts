// Is it still the person who signed in? Asks for the password once more, in a dialog of its own.
import { mount, unmount } from 'svelte';

let asked: Promise<boolean> | null = null;

/** Whether the password was given. However many ask at the same time, there is one dialog. */
export function prove(by_provider: boolean): Promise<boolean> {
  asked ??= open(by_provider).finally(() => (asked = null));
  return asked;
}

async function open(by_provider: boolean): Promise<boolean> {
  const { default: Prove } = await import('./Prove.svelte');
  return new Promise((answered) => {
    const close = (proven: boolean): void => {
      answered(proven);
      void unmount(dialog);
    };
    const dialog = mount(Prove, { target: document.body, props: { by_provider, close } });
  });
}
