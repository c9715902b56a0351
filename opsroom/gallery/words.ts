// What does the gallery say of each state? In both languages, as the pages do.
import type { FigureState, Lang } from '../src/view';

interface Said { name: string; of: string; why: string }
type Both<Name extends string> = Record<Lang, Record<Name, Said>>;
const said = (name: string, of: string, why: string): Said => ({ name, of, why });

export const states: Both<FigureState> = {
  en: {
    as_expected: said('As expected', '', 'No colour and no sign. What is well asks for no look.'),
    better: said('Better', 'than expected', 'Good news is news. Beyond the tick it asks for a new agreement, not for a medal.'),
    unusual: said('Unusual', 'kind not yet known', 'Told to the unit alone. No clock runs until the kind is known.'),
    incident: said('To be put right', '3 working days', 'A change that stays. Its clock runs, and the incident tells the story.'),
    learning: said('Learning', '9 of 24 readings', 'It shows, but does not judge. Importing a history ends it at once.'),
    stale: said('Stale', 'since 14:31', 'The line to us is broken, not the plant. The last value is drawn hollow, never as live.'),
    no_data: said('No data', 'meter replaced', 'A gap with a reason. Nothing is filled in.'),
    silent: said('Silent', '2 due reports missed', 'Nobody gave a reason. Told to the plant first, as any signal.'),
    locked: said('Locked', 'ask', 'From above: the released index and nothing else. The same page if there is nothing to hide.'),
    shared: said('Shared', 'until 30 Nov', 'Opened by the plant, one series, until a date. It sees who looked.'),
    shelved: said('Shelved', 'until Mon 26 Oct', 'Somebody shelved it, with a reason and an end. Readings are kept, not judged.'),
    corrected: said('Corrected', '1 reading', 'The new value stands; the old one stays readable.'),
  },
  es: {
    as_expected: said('Según lo esperado', '', 'Sin color y sin signo. Lo que va bien no pide que se mire.'),
    better: said('Mejor', 'de lo esperado', 'Una buena noticia es noticia. Más allá de la marca pide un acuerdo nuevo, no una medalla.'),
    unusual: said('Inusual', 'tipo aún desconocido', 'Se dice solo a la unidad. Ningún reloj corre hasta conocer el tipo.'),
    incident: said('Por corregir', '3 días hábiles', 'Un cambio que se queda. Corre su reloj, y el incidente cuenta la historia.'),
    learning: said('Aprendiendo', '9 de 24 lecturas', 'Se muestra, pero no juzga. Importar una historia lo termina enseguida.'),
    stale: said('Atrasado', 'desde las 14:31', 'Se cortó la línea hasta aquí, no la planta. El último valor se dibuja hueco, nunca como vivo.'),
    no_data: said('Sin datos', 'medidor en cambio', 'Un vacío con motivo. No se rellena nada.'),
    silent: said('En silencio', 'faltan 2 informes', 'Nadie dio un motivo. Se dice primero a la planta, como toda señal.'),
    locked: said('Cerrado', 'preguntar', 'Desde arriba: el índice publicado y nada más. La misma página si no hay nada que ocultar.'),
    shared: said('Compartido', 'hasta el 30 nov', 'Abierto por la planta, una serie, hasta una fecha. Ve quién miró.'),
    shelved: said('Apartado', 'hasta el lun 26 oct', 'Alguien lo apartó, con motivo y fin. Las lecturas se guardan, no se juzgan.'),
    corrected: said('Corregido', '1 lectura', 'Vale el valor nuevo; el antiguo se puede seguir leyendo.'),
  },
};

const en = {
  title: 'Twelve ways a figure can be.', lede: 'Each has a shape and a word. Colour only where somebody should look.', figure: 'Yarn output', under: 'as of Thu 22 Oct',
  keeps: 'Yarur keeps its readings.', ask: 'You can ask.', chart: 'Yarn output, tonnes a day', cards: 'What needs somebody', clocks: 'Clocks', signs: 'Signs', rows: 'Rows of today', lists: 'Rows of a list', forms: 'Forms',
  loading: 'Loading', error: 'Not sent', empty: 'Empty', old: 'Nobody answers', last: 'the last that was heard', login: 'Login', wrong: 'This login is taken; choose another.', save: 'Save', sending: 'Being sent',
  learning_bar: 'no index yet',
  expected: 'expected, 95%', now_expects: 'the filter now expects 8.1', since: 'step down, Fri 16', up: 'step up, Mon 12',
};
const es: Record<keyof typeof en, string> = {
  title: 'Doce maneras en que puede estar una cifra.', lede: 'Cada una tiene una forma y una palabra. Color solo donde alguien debe mirar.', figure: 'Producción de hilo', under: 'al jue 22 oct',
  keeps: 'Yarur guarda sus lecturas.', ask: 'Se puede preguntar.', chart: 'Producción de hilo, toneladas al día', cards: 'Lo que necesita a alguien', clocks: 'Relojes', signs: 'Signos', rows: 'Filas de hoy', lists: 'Filas de una lista', forms: 'Formularios',
  loading: 'Cargando', error: 'No enviado', empty: 'Vacío', old: 'Nadie responde', last: 'lo último que se oyó', login: 'Nombre de usuario', wrong: 'Este nombre ya existe; elija otro.', save: 'Guardar', sending: 'Enviándose',
  learning_bar: 'aún sin índice',
  expected: 'esperado, 95 %', now_expects: 'el filtro espera ahora 8,1', since: 'escalón abajo, vie 16', up: 'escalón arriba, lun 12',
};
export const words = { en, es };
