// What do the pages of an agreement and of a directive say beside what is told, in both languages? These words come with them.

const en = {
  holds_now: 'Holds now',
  on_the_table: 'On the table',
  in_force: 'In force',
  how_it_went: 'How it went',
  answers: 'Answers',
  answer_accept: 'accepts',
  answer_counter: 'counter-proposal',
  answer_object: 'objects',
  answer_awaited: 'awaited',
  act_consent: 'Consent',
  act_counter: 'Propose something else',
  act_accept: 'Accept',
  act_object: 'Object',
} as const;

const es: Record<keyof typeof en, string> = {
  holds_now: 'Vale ahora',
  on_the_table: 'Sobre la mesa',
  in_force: 'En vigor',
  how_it_went: 'Cómo fue',
  answers: 'Respuestas',
  answer_accept: 'acepta',
  answer_counter: 'contrapropuesta',
  answer_object: 'objeta',
  answer_awaited: 'se espera',
  act_consent: 'Consentir',
  act_counter: 'Proponer otra cosa',
  act_accept: 'Aceptar',
  act_object: 'Objetar',
};

export const agreed = { en, es };
