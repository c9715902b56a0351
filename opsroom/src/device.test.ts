import { expect, test } from 'vitest';
import { device_name, key_bytes } from './device';

test('a key is read from base 64 for addresses', () => {
  expect([...key_bytes('-_8A')]).toEqual([0xfb, 0xff, 0]);
});

test('a device is named by its browser and its system', () => {
  expect(device_name('Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36')).toBe('Chrome, Android');
  expect(device_name('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox, Linux');
  expect(device_name('something else')).toBe('browser');
});
