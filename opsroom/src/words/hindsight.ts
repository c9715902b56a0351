// What stands around a page as it was, in both languages? These words come with it.

const en = {
  past_steps: 'Steps in time, by working day and by event',
  past_day_back: 'Day back',
  past_day_forth: 'Day on',
  past_event_back: 'Event back',
  past_event_forth: 'Event on',
  past_day: 'Day, from the first that is known to today',
  past_now: 'Back to now',
  past_play: 'Play',
  past_pause: 'Pause',
  past_coming: 'The log is being lived through: {percent}% so far.',
} as const;

const es: Record<keyof typeof en, string> = {
  past_steps: 'Pasos en el tiempo, por día laborable y por suceso',
  past_day_back: 'Día atrás',
  past_day_forth: 'Día adelante',
  past_event_back: 'Suceso atrás',
  past_event_forth: 'Suceso adelante',
  past_day: 'Día, desde el primero conocido hasta hoy',
  past_now: 'Volver a ahora',
  past_play: 'Pasar',
  past_pause: 'Pausa',
  past_coming: 'Se está reviviendo el registro: {percent} % hasta ahora.',
};

export const hindsight = { en, es };
