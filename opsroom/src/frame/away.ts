// Where does somebody go who has to sign in first? Comes when that is so: whoever is signed in never needs it.
import { sign_in_at } from '../door';

/** The door, with the way back to where this browser is. */
export const to_the_door = (): string => sign_in_at(location.pathname + location.search);
