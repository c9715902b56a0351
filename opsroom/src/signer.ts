// Who signs at a tablet that all share?
import { here } from './here.svelte';
import { post, type Beside } from './server';
import type { SigningAnswer } from './view';

/** Whoever was chosen, by number, and the PIN that they typed. Kept while their form is open, and nowhere else. */
export interface Signer {
  person: string;
  pin: string;
}

/** How long a form waits for somebody who has gone. */
export const patience_ms = 120_000;

/** With what the next act is signed. */
export async function sign(signer: Signer): Promise<Beside> {
  const { signing } = await post<SigningAnswer>('/api/v1/signing', here.viewer, signer);
  return { 'Cybersyn-Signing': signing };
}
