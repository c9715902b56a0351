// What does the page of who did what say, in both languages? These words come with it.

const en = {
  records: 'Records',
  no_records: 'Nothing was done yet.',
  record_number: 'No.',
  record_when: 'When',
  record_who: 'Who',
  record_what: 'What',
  record_thing: 'To which thing',
  record_member: 'member {number}',
  older: 'Older',
  latest: 'Latest',
  checkpoint: 'Checkpoint of today',
  checkpoint_what: 'All that was done so far, as one signed number. Whoever keeps it elsewhere can show later that nothing before it was changed.',
  checkpoint_note: 'Signed note',
  checkpoint_key: 'Key with which it is checked',
  verify: 'How a record is verified',
  verify_what: 'The operator proves one record without showing another; anybody checks that proof, anywhere.',
  verify_prove: 'On the server',
  verify_check: 'Anywhere',
} as const;

const es: Record<keyof typeof en, string> = {
  records: 'Registros',
  no_records: 'Todavía no se hizo nada.',
  record_number: 'N.º',
  record_when: 'Cuándo',
  record_who: 'Quién',
  record_what: 'Qué',
  record_thing: 'Sobre qué cosa',
  record_member: 'miembro {number}',
  older: 'Anteriores',
  latest: 'Últimos',
  checkpoint: 'Punto de control de hoy',
  checkpoint_what: 'Todo lo hecho hasta ahora, como un número firmado. Quien lo guarde en otro lugar puede mostrar después que nada anterior se cambió.',
  checkpoint_note: 'Nota firmada',
  checkpoint_key: 'Clave con la que se comprueba',
  verify: 'Cómo se verifica un registro',
  verify_what: 'Quien opera el servidor prueba un registro sin mostrar otro; cualquiera comprueba esa prueba, en cualquier lugar.',
  verify_prove: 'En el servidor',
  verify_check: 'En cualquier lugar',
};

export const audit = { en, es };
