// Device: opens what was written to one, by an implementation that is not ours.
//
// `node checks/device.mjs new` prints the keys of a device as JSON; `node checks/device.mjs open` reads
// `{"private", "auth", "body", "authorization"}` in base 64 for addresses and prints `{"words", "claims"}`: what
// the message says, and what the token says whose signature was found right.
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import ece from 'http_ece';

const text = (bytes) => bytes.toString('base64url');
const bytes = (text) => Buffer.from(text, 'base64url');

function made() {
  const device = createECDH('prime256v1');
  const key = device.generateKeys();
  return { key: text(key), private: text(device.getPrivateKey()), auth: text(randomBytes(16)) };
}

function opened(sent) {
  const device = createECDH('prime256v1');
  device.setPrivateKey(bytes(sent.private));
  const words = ece.decrypt(bytes(sent.body), { version: 'aes128gcm', privateKey: device, authSecret: sent.auth });
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(sent.authorization);
  const point = bytes(key);
  const jwk = { kty: 'EC', crv: 'P-256', x: text(point.subarray(1, 33)), y: text(point.subarray(33)) };
  const [head, claims, signature] = token.split('.');
  const by = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' };
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), by, bytes(signature))) throw new Error('the token is not signed by its key');
  return { key, words: words.toString(), head: JSON.parse(bytes(head)), claims: JSON.parse(bytes(claims)) };
}

if (process.argv[2] === 'new') console.log(JSON.stringify(made()));
else {
  let sent = '';
  for await (const part of process.stdin) sent += part;
  console.log(JSON.stringify(opened(JSON.parse(sent))));
}
