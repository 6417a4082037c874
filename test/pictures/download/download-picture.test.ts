import { expect, test } from 'vitest';
import { downloadPicture } from '../../../src/pictures/download/download-picture.ts';
import type { DownloadOptions } from '../../../src/pictures/download/download-picture.ts';
import { describeSpecialAddress } from '../../../src/pictures/download/public-address.ts';
import { bytesAnswer, redirectAnswer, withPictureServer } from './picture-server.ts';
import type { Answer } from './picture-server.ts';

/** How long it waited between tries, without waiting. */
function noWaits() {
  const waits: number[] = [];
  return { waits, wait: (ms: number) => Promise.resolve(waits.push(ms)) };
}

const OPTIONS = { refuse: () => undefined, mostBytes: 100, mostMs: 5000 };

const fails =
  (status: number, times: number, headers = {}): Answer =>
  (response, seen) => {
    if (seen <= times) response.writeHead(status, headers).end('busy');
    else response.end('ok');
  };

async function textOf(url: string, options: Partial<DownloadOptions> = {}): Promise<string> {
  const { wait } = noWaits();
  return Buffer.from(await downloadPicture(url, { ...OPTIONS, wait, ...options })).toString();
}

test('bytes come as they are; one connection serves several pictures', async () => {
  await withPictureServer({ '/a': bytesAnswer(1, 2), '/b': bytesAnswer(3) }, async (server) => {
    expect([...(await downloadPicture(server.url('/a'), OPTIONS))]).toEqual([1, 2]);
    expect([...(await downloadPicture(server.url('/b'), OPTIONS))]).toEqual([3]);
    expect(server.connections()).toBe(1);
  });
});

test('nothing is asked for what is no http or https URL', async () => {
  for (const url of [
    'file:///etc/passwd',
    'ftp://host/a',
    'data:image/png;base64,AAAA',
    'http://',
  ]) {
    await expect(textOf(url)).rejects.toThrow(/only http and https|no valid URL/);
  }
});

test('redirects are followed, five at most, relative ones too', async () => {
  const chain = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`/${i}`, redirectAnswer(`/${i + 1}`, 301 + (i % 2))]),
  );
  await withPictureServer({ ...chain, '/9': bytesAnswer(111, 107) }, async (server) => {
    expect(await textOf(server.url('/4'))).toBe('ok');
    await expect(textOf(server.url('/3'))).rejects.toThrow('redirects more than 5 times');
    expect(server.seen('/8')).toBe(2);
    expect(server.seen('/9')).toBe(1);
  });
});

const STRICT = { refuse: describeSpecialAddress };

test('a private address is not connected to, however it is written', async () => {
  await withPictureServer({ '/a': bytesAnswer(1) }, async (server) => {
    for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost']) {
      await expect(textOf(`http://${host}:${server.port}/a`, STRICT)).rejects.toThrow(
        /address.*‹allowPrivateAddresses›/,
      );
    }
    expect(server.connections()).toBe(0);
  });
});

/** The test's server stands for a public one. */
const refuse = (address: string) =>
  address === '127.0.0.1' ? undefined : describeSpecialAddress(address);

test('each redirect is looked at anew: to an address, and to a name', async () => {
  const answers = {
    '/address': redirectAnswer('http://169.254.169.254/latest/meta-data'),
    '/mapped': redirectAnswer('//[::ffff:10.0.0.1]/'),
    '/name': redirectAnswer('http://inside.example/secret'),
    '/far': redirectAnswer('/name'),
  };
  await withPictureServer(answers, async (server) => {
    const resolve = () => Promise.resolve([{ address: '10.1.2.3', family: 4 }]);
    const get = (path: string) => textOf(server.url(path), { refuse, resolve });
    await expect(get('/address')).rejects.toThrow(
      '169.254.169.254, where it redirects to, is a link-local address',
    );
    await expect(get('/mapped')).rejects.toThrow('an IPv4 address written as IPv6');
    await expect(get('/name')).rejects.toThrow(
      '10.1.2.3, the address of inside.example, is a private address',
    );
    await expect(get('/far')).rejects.toThrow('inside.example');
  });
});

test('the connection goes to the address that was looked at, asked for once', async () => {
  await withPictureServer({ '/a': bytesAnswer(111, 107) }, async (server) => {
    let times = 0;
    const resolve = () => {
      times++;
      // A name server that changes its mind.
      return Promise.resolve([{ address: times === 1 ? '127.0.0.1' : '10.1.2.3', family: 4 }]);
    };
    expect(await textOf(`http://mind.example:${server.port}/a`, { resolve })).toBe('ok');
    expect(times).toBe(1);
  });
});

test('one private address among several is enough to refuse a host', async () => {
  const resolve = () =>
    Promise.resolve([
      { address: '1.1.1.1', family: 4 },
      { address: 'fd00::1', family: 6 },
    ]);
  await expect(textOf('http://two.example/a', { ...STRICT, resolve })).rejects.toThrow(
    'fd00::1, the address of two.example, is a private address',
  );
});

test('too large is not read: by its header, or when it gets there', async () => {
  let sent = 0;
  const endless: Answer = (response) => {
    response.on('close', () => (sent = -1));
    const more = (): void => {
      if (sent >= 0 && !response.destroyed)
        response.write(Buffer.alloc(64), () => setImmediate(more));
    };
    more();
  };
  const answers = {
    '/header': ((response) => {
      response.writeHead(200, { 'content-length': 101 });
      response.flushHeaders();
    }) satisfies Answer,
    '/endless': endless,
    '/fits': bytesAnswer(...Array<number>(100).fill(65)),
  };
  await withPictureServer(answers, async (server) => {
    const tooLarge = 'larger than 0.0001 MB (‹pictureMb›)';
    await expect(textOf(server.url('/header'))).rejects.toThrow(tooLarge);
    await expect(textOf(server.url('/endless'))).rejects.toThrow(tooLarge);
    expect(await textOf(server.url('/fits'))).toHaveLength(100);
  });
});

test('too slow is given up, however it drips', async () => {
  const drips: Answer = (response) => {
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  };
  const silent: Answer = () => undefined;
  await withPictureServer({ '/drips': drips, '/silent': silent }, async (server) => {
    for (const path of ['/drips', '/silent']) {
      await expect(textOf(server.url(path), { mostMs: 150 })).rejects.toThrow(
        'took longer than 0.15 s (‹downloadSeconds›)',
      );
      expect(server.seen(path)).toBe(1);
    }
  });
});

test('what passes is tried again: 500, 429 with the wait it asks for, a cut connection', async () => {
  const cut: Answer = (response, seen) => {
    if (seen > 1) response.end('ok');
    else {
      response.writeHead(200, { 'content-length': 50 });
      response.write('half', () => response.socket?.destroy());
    }
  };
  const answers = {
    '/500': fails(500, 2),
    '/429': fails(429, 1, { 'retry-after': '7' }),
    '/never': fails(503, 99, { 'retry-after': '999999' }),
    '/date': fails(503, 1, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }),
    '/cut': cut,
  };
  await withPictureServer(answers, async (server) => {
    const { waits, wait } = noWaits();
    const get = (path: string) => textOf(server.url(path), { wait });
    expect(await get('/500')).toBe('ok');
    expect(waits.splice(0)).toEqual([500, 2000]);
    expect(await get('/429')).toBe('ok');
    expect(waits.splice(0)).toEqual([7000]);
    expect(await get('/date')).toBe('ok');
    expect(waits.splice(0)).toEqual([500]);
    expect(await get('/cut')).toBe('ok');
    expect(waits.splice(0)).toEqual([500]);
    await expect(get('/never')).rejects.toThrow('the server answers 503 Service Unavailable');
    expect(waits).toEqual([60_000, 60_000, 60_000]);
    expect(server.seen('/never')).toBe(4);
  });
});

test('what does not pass is not: 404, 403, a host that is not there', async () => {
  await withPictureServer({ '/403': fails(403, 99) }, async (server) => {
    const { waits, wait } = noWaits();
    await expect(textOf(server.url('/none'), { wait })).rejects.toThrow('404 Not Found');
    await expect(textOf(server.url('/403'), { wait })).rejects.toThrow('403 Forbidden');
    const resolve = () =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
    await expect(textOf('http://gone.example/', { wait, resolve })).rejects.toThrow('ENOTFOUND');
    expect(waits).toEqual([]);
  });
});

test('user and password go to their host alone, and into no message', async () => {
  const seen: (string | undefined)[] = [];
  const answers = {
    '/asks': ((response, _, { headers }) => {
      seen.push(headers.authorization);
      response.end('ok');
    }) satisfies Answer,
    '/away': ((response, _, { headers }) => {
      seen.push(headers.authorization);
      response.writeHead(302, {
        location: `http://other.example:${headers.host?.split(':')[1]}/asks`,
      });
      response.end();
    }) satisfies Answer,
    '/refused': redirectAnswer('ftp://user:secret@other.example/'),
  };
  await withPictureServer(answers, async (server) => {
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const at = `http://user:secret@shop.example:${server.port}`;
    await textOf(`${at}/away`, { resolve });
    expect(seen).toEqual([`Basic ${Buffer.from('user:secret').toString('base64')}`, undefined]);
    const refused = textOf(`${at}/refused`, { resolve });
    await expect(refused).rejects.toThrow('redirects to ftp:..., of which only http and https');
  });
});
