// Where does somebody go after the door, and what did they mean with what they typed there?

/** Stands in for this site's own address, which a test does not have. */
const site = 'http://here.invalid';

/**
 * The page to go to after signing in: `to` when it is a path of this site, else the list of units. Only what begins with one `/` is a path
 * of this site for every browser: `//` names another one, `\` is read as `/`, and tabs and line ends are left out before reading.
 */
export function safe_to(to: string | null): string {
  if (!to || !/^\/(?!\/)[^\\\u0000-\u0020\u007f]*$/.test(to)) return '/';
  const meant = URL.canParse(to, site) ? new URL(to, site) : null;
  if (meant?.origin !== site || meant.pathname.startsWith('//') || /^\/sign-in\/?$/.test(meant.pathname)) return '/';
  return meant.pathname + meant.search + meant.hash;
}

/** The door, with the way back to `page`. */
export function sign_in_at(page: string): string {
  const to = safe_to(page);
  return to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
}

/** A door with a code, which it keeps where no server sees it. */
export function with_code(door: string, code: string | null): string {
  return code === null ? door : `${door}#${code}`;
}

/** Letters of a code that is read out and typed. */
const code_letters = 12;

/**
 * A code as it is sent: typed with or without dashes, in any case, or pasted with its whole link. Longer ones, of devices, are never typed:
 * in them case and dashes count.
 */
export function clean_code(entered: string): string {
  const linked = /#([^#\s]+)/.exec(entered)?.[1];
  const code = decoded(linked ?? entered).trim();
  const short = code.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
  return short.length === code_letters ? short : code;
}

/** A path of this site with the address at which this browser reached it, to be opened elsewhere. */
export function whole(path: string, origin: string = location.origin): string {
  return new URL(path, origin).href;
}

/** A part of an address as it was meant. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A one-time code without what people and telephones put between its digits. */
export function digits(entered: string): string {
  return entered.replace(/\D/g, '');
}

/** The same, or a spare code that was written down, which has letters. */
export function code_of(entered: string): string {
  return /\p{L}/u.test(entered) ? clean_code(entered) : digits(entered);
}

/** How many letters a password still lacks. A letter outside of the first 65,536 is one letter too. */
export function missing(password: string, least: number): number {
  return Math.max(0, least - [...password].length);
}

/** A long word in groups of four, so that it can be read out and typed in again. */
export function in_fours(word: string): string {
  return word.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');
}
