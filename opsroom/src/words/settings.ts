// What does one who opens the settings read, in both languages? These words come with them.

const en = {
  theme: 'Day or dark',
  theme_auto: 'as the device',
  theme_day: 'day',
  theme_dark: 'dark',
  settings_language: 'Language',
  settings_viewer: 'Seeing as',
  settings_viewer_why: 'Nobody signs in here: choose the unit through whose eyes you look. It decides what reaches you.',
  settings_find: 'Find a unit',
  chosen: 'chosen',
  to_me: 'Your units, devices and password',
  to_people: 'Who belongs here',
} as const;

const es: Record<keyof typeof en, string> = {
  theme: 'Día u oscuro',
  theme_auto: 'como el aparato',
  theme_day: 'día',
  theme_dark: 'oscuro',
  settings_language: 'Idioma',
  settings_viewer: 'Mirando como',
  settings_viewer_why: 'Aquí nadie tiene que entrar: elija la unidad con cuyos ojos mira. De ella depende lo que le llega.',
  settings_find: 'Buscar una unidad',
  chosen: 'elegida',
  to_me: 'Sus unidades, aparatos y contraseña',
  to_people: 'Quiénes son de aquí',
};

export const settings = { en, es };
