// Where is the system that people sign in to instead of here?
import { knock } from './server';

/** Its address, to which the browser goes; of this site where it does not answer. */
export async function at_provider(to: string, prove: boolean): Promise<string> {
  return (await knock<{ address: string }>('/api/v1/session/provider', { to, prove })).address;
}
