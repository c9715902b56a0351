// Which dialogs lead elsewhere by keys? `/` finds a page or a unit, `?` shows the keys that the page has now.
import { mount, unmount, type Component } from 'svelte';

type Way = Component<{ close: () => void }>;

let open = false;

/** Shows a dialog until it closes. There is one at a time. */
async function show(load: () => Promise<{ default: Way }>): Promise<void> {
  if (open) return;
  open = true;
  try {
    const { default: Dialog } = await load();
    const dialog = mount(Dialog, { target: document.body, props: { close: () => { open = false; void unmount(dialog); } } });
  } catch {
    open = false;
  }
}

/** Whether somebody types, or a dialog is open already: then a letter is a letter. */
function is_taken(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('input, textarea, select, dialog') !== null;
}

export function press(event: KeyboardEvent): void {
  if ((event.key !== '/' && event.key !== '?') || is_taken(event)) return;
  event.preventDefault();
  void show(event.key === '/' ? () => import('./GoTo.svelte') : () => import('./Keys.svelte'));
}
