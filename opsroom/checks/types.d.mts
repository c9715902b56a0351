/** Where the types lie. */
export const made: URL;
/** The file of types, as it should be; from a changed description, where one is given. */
export function types(change?: (description: string) => string): Promise<string>;
