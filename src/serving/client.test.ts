import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { clientOf } from './client.ts';

const proxies = new BlockList();
proxies.addSubnet('10.0.0.0', 8, 'ipv4');
proxies.addAddress('::1', 'ipv6');

function client(remoteAddress: string, forwarded?: string, trusted = proxies): string {
  const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } };
  return clientOf(request as unknown as IncomingMessage, trusted);
}

test('a client is its IPv4 address, however it is written', () => {
  expect(client('192.0.2.7')).toBe('192.0.2.7');
  expect(client('::ffff:192.0.2.7')).toBe('192.0.2.7');
});

test('a client of IPv6 is its /64', () => {
  const one = client('2001:db8:1:2:3:4:5:6');
  expect(one).toBe('2001:db8:1:2::/64');
  for (const same of [
    '2001:db8:1:2::',
    '2001:0DB8:0001:0002::ffff',
    '2001:db8:1:2:0:0:192.0.2.1',
    '2001:db8:1:2::1%eth0',
  ])
    expect(client(same), same).toBe(one);
  for (const other of ['2001:db8:1:3::', '2001:db8::2:0:0:0:1', '::2']) expect(client(other), other).not.toBe(one);
});

test('a proxy that is trusted says whom it asks for', () => {
  expect(client('10.0.0.1', '192.0.2.7')).toBe('192.0.2.7');
  expect(client('::1', '192.0.2.7:4711')).toBe('192.0.2.7');
  expect(client('10.0.0.1', '[2001:db8:1:2::3]:443')).toBe('2001:db8:1:2::/64');
  expect(client('::ffff:10.0.0.1', '192.0.2.7, 10.9.9.9')).toBe('192.0.2.7');
});

test('nobody else is believed', () => {
  expect(client('192.0.2.1', '192.0.2.7')).toBe('192.0.2.1');
  expect(client('10.0.0.1', '198.51.100.1, 192.0.2.7')).toBe('192.0.2.7');
  expect(client('10.0.0.1', 'unknown')).toBe('10.0.0.1');
  expect(client('10.0.0.1', '')).toBe('10.0.0.1');
  expect(client('10.0.0.1')).toBe('10.0.0.1');
});
