// What do the dialogs say that lead elsewhere by keys, in both languages? These words come with them.

const en = {
  goto_heading: 'Go to',
  goto_find: 'A page of this unit, or a unit by name or address',
  goto_none: 'Nothing is called so.',
  goto_setup: 'How it is kept',
  goto_audit: 'Who did what',
  goto_past: 'As it was a day ago',
  keys_heading: 'Keys of this page',
  keys_goto: 'Go to a page or a unit',
  keys_these: 'These keys',
  keys_close: 'Close what is open',
  keys_arrows: 'In a chart: from reading to reading',
} as const;

const es: Record<keyof typeof en, string> = {
  goto_heading: 'Ir a',
  goto_find: 'Una página de esta unidad, o una unidad por nombre o dirección',
  goto_none: 'Nada se llama así.',
  goto_setup: 'Cómo se mantiene',
  goto_audit: 'Quién hizo qué',
  goto_past: 'Como era hace un día',
  keys_heading: 'Teclas de esta página',
  keys_goto: 'Ir a una página o una unidad',
  keys_these: 'Estas teclas',
  keys_close: 'Cerrar lo que está abierto',
  keys_arrows: 'En un gráfico: de lectura en lectura',
};

export const ways = { en, es };
