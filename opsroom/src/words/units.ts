// What does the list of units say, in both languages? These words come with it.

const en = {
  units_find: 'Find a unit',
  units_parts: '{count} parts',
  units_figures: '{count} figures',
  units_open: 'Show the parts of {unit}',
  units_another: 'Lay down another organisation',
  first_coming: 'One moment.',
  first_rehearsal: 'Watch a rehearsal',
  first_rehearsal_why: 'A made-up federation of five hundred plants with two years behind it. It cannot mix with your data.',
  first_next: 'What happens next',
  first_1: 'You enter three figures today',
  first_1_why: 'Under two minutes, on a phone.',
  first_2: 'After 12 readings it starts to judge',
  first_2_why: 'If one is unusual, only you are told.',
  first_3: 'You join others if and when you like',
  first_3_why: 'First you agree on what they may see, and on how long you have to put things right.',
} as const;

const es: Record<keyof typeof en, string> = {
  units_find: 'Buscar una unidad',
  units_parts: '{count} partes',
  units_figures: '{count} cifras',
  units_open: 'Mostrar las partes de {unit}',
  units_another: 'Fundar otra organización',
  first_coming: 'Un momento.',
  first_rehearsal: 'Ver un ensayo',
  first_rehearsal_why: 'Una federación inventada de quinientas plantas con dos años de historia. No se mezcla con sus datos.',
  first_next: 'Qué sigue',
  first_1: 'Hoy anota tres cifras',
  first_1_why: 'Menos de dos minutos, en el teléfono.',
  first_2: 'Tras 12 lecturas empieza a juzgar',
  first_2_why: 'Si una es inusual, solo ustedes lo saben.',
  first_3: 'Se unen a otros si y cuando quieran',
  first_3_why: 'Primero acuerdan qué pueden ver y cuánto tiempo tienen para arreglar las cosas.',
};

export const units = { en, es };
