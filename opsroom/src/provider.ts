// Where is the system that people sign in to instead of here?
import { post } from './server';

/** For what somebody goes there: to sign in, to show again that it is them, or to have their account be that of whoever they are there. */
export type Why = 'sign_in' | 'prove' | 'link';

/** Its address, to which the browser goes; of this site where it does not answer. */
export async function at_provider(to: string, why: Why): Promise<string> {
  return (await post<{ address: string }>('/api/v1/session/provider', null, { to, why })).address;
}
