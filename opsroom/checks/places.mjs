// Which pages does a server have? Found by looking, so that the checks run against any federation.
import { addresses, example, serve } from './serve.mjs';

/** Units whose Room is opened in search of incidents. */
const searched = 40;

async function view(base, path, viewer) {
  const response = await fetch(base + path, { headers: viewer ? { 'Cybersyn-As': viewer } : {} });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** One page of each kind, and an incident for each way in which it can stand. */
export async function places(base) {
  const { units } = await view(base, '/api/v1/views/units?lang=en');
  const found = [{ address: '/', kind: 'units' }];
  if (units.length === 0) return found;
  const leaves = units.filter((row) => row.indicators > 0);
  const root = units[0].unit.path;
  const leaf = (leaves[0] ?? units[0]).unit.path;
  found.push({ address: `/${root}`, viewer: root, kind: 'room' }, { address: `/${leaf}`, viewer: leaf, kind: 'room' });
  found.push({ address: `/${leaf}/report`, viewer: leaf, kind: 'today' }, { address: `/${leaf}/plan`, viewer: leaf, kind: 'plan' });
  found.push({ address: `/${leaf}/flow`, viewer: leaf, kind: 'flow' }, { address: `/${root}/flow`, viewer: root, kind: 'flow' });
  found.push({ address: `/${leaf}/sharing`, viewer: leaf, kind: 'sharing' });
  found.push({ address: `/${root}/setup`, viewer: root, kind: 'setup' }, { address: `/${leaf}/audit`, viewer: leaf, kind: 'audit' });
  found.push({ address: `/${leaf}/telex`, viewer: leaf, kind: 'telex' }, { address: `/${root}/telex/board`, viewer: root, kind: 'board' }, { address: `/${root}/telex/waiting`, viewer: root, kind: 'waiting' });
  const other = leaves.at(-1)?.unit.path;
  if (other && other !== leaf) found.push({ address: `/${other}`, viewer: leaf, kind: 'boundary' });
  const seen = new Set();
  for (const { unit } of units.slice(0, searched)) {
    const room = await view(base, `/api/v1/views/room?unit=${encodeURIComponent(unit.path)}&lang=en`, unit.path);
    if (room.view !== 'room') continue;
    for (const card of [...room.passed_up, ...room.ours]) {
      if (seen.has(card.glyph + card.tone)) continue;
      seen.add(card.glyph + card.tone);
      found.push({ address: `/${card.unit.path}/i/${card.incident}`, viewer: unit.path, kind: 'incident' });
    }
    const tile = room.groups.flatMap((group) => group.tiles).find((one) => one.indicator);
    if (tile && !seen.has('indicator')) {
      seen.add('indicator');
      found.push({ address: `/${unit.path}/s/${tile.indicator.key}`, viewer: unit.path, kind: 'indicator' });
    }
    const plan = await view(base, `/api/v1/views/plan?unit=${encodeURIComponent(unit.path)}&lang=en`, unit.path);
    for (const line of [...(plan.agreements ?? []), ...(plan.directives ?? [])]) {
      if (seen.has(line.kind)) continue;
      seen.add(line.kind);
      found.push({ address: `/${unit.path}/plan/${line.kind === 'agreement' ? 'a' : 'd'}/${line.id}`, viewer: unit.path, kind: line.kind });
    }
  }
  return found;
}

/** The server that the command line names, or else one of the examples, which ends with `end`; and all pages there. */
export async function walked() {
  const given = process.argv.slice(2).find((word) => word.startsWith('http')) ?? null;
  if (given) return { base: given, given: true, pages: await places(given), end: () => {} };
  const { base, server } = await serve();
  const pages = Object.entries(addresses).map(([address, name]) => ({ address, kind: name.split('-')[0], viewer: example(name).viewer?.path }));
  const end = () => {
    server.closeAllConnections();
    server.close();
  };
  return { base, given: false, pages, end };
}
