// How does a text come into the clipboard?
import type { Word } from './words/en';

/** Without a secure connection there is no clipboard: then the text is marked, so that it can be copied by hand. What became of it. */
export async function copy(text: string, shown?: HTMLInputElement | HTMLTextAreaElement): Promise<Word> {
  shown?.select();
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    return 'copy_by_hand';
  }
}
