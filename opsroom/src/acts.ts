// What does an act ask of the person who does it, and which key calls it?
import type { Signature } from './me';
import type { AgreementAct, Cause, DirectiveAct, IncidentAct } from './view';
import type { Word } from './words/en';

export type ActName = IncidentAct | AgreementAct | DirectiveAct;

/** A field of an act's form. `words` and `reason` must be filled, `optional` need not. */
export type Field = 'words' | 'optional' | 'reason' | 'owner' | 'until' | 'by_when' | 'real' | 'cause' | 'value' | 'review';

interface Asked {
  /** The key letter; none for acts that should not be called by accident. */
  letter?: string;
  fields: Field[];
}

const asked: Record<ActName, Asked> = {
  take_on: { letter: 't', fields: ['optional'] },
  claim_mended: { letter: 'm', fields: ['cause', 'optional'] },
  ask_help: { letter: 'h', fields: ['words'] },
  pass_up: { letter: 'u', fields: ['optional'] },
  name_owner: { letter: 'n', fields: ['owner', 'optional'] },
  answer: { letter: 'a', fields: ['words', 'by_when'] },
  offer_help: { letter: 'o', fields: ['words'] },
  help_came: { letter: 'c', fields: ['optional'] },
  note: { letter: 's', fields: ['words'] },
  shelve: { fields: ['reason', 'until'] },
  verdict: { letter: 'v', fields: ['real', 'cause', 'optional'] },
  confirm_verdict: { fields: ['optional'] },
  consent: { fields: ['reason'] },
  counter: { fields: ['value', 'review', 'reason'] },
  withdraw: { fields: ['reason'] },
  accept: { fields: ['optional'] },
  object: { fields: ['reason'] },
};

export const causes: Cause[] = ['machine', 'material', 'energy', 'people', 'transport', 'weather', 'plan', 'other'];
export const verdicts = ['yes', 'instrument', 'nothing'] as const;

/** The fields of an act; a value is asked only where the thing negotiated has one. */
export function fields(act: ActName, valued: boolean, dated: boolean): Field[] {
  return asked[act].fields.filter((field) => (field === 'value' ? valued : field === 'review' ? dated : true));
}

export function letter(act: ActName): string | undefined {
  return asked[act].letter;
}

/** The catalogue's word for an act's button. */
export function label(act: ActName): Word {
  return `act_${act}`;
}

/** What was entered, by the name under which each field is posted; what was not asked is not sent. */
export function body(act: ActName, signature: Signature, entered: Partial<Record<Field, string>>): Record<string, string | number> {
  const sent: Record<string, string | number> = { act, ...signature, words: entered.words ?? entered.reason ?? entered.optional ?? '' };
  for (const field of ['owner', 'real', 'cause', 'review'] as const) if (entered[field]) sent[field] = entered[field];
  const until = entered.until ?? entered.by_when;
  if (until) sent.until = until;
  if (entered.value) sent.value = Number(entered.value.replace(',', '.'));
  return sent;
}
