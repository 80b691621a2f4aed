import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriesPassword, createRedactor, isSecretName, secretsOf } from './redaction.ts';

const canary = 'c4nary-S3cret/Value';
// written in two parts so that no scanner takes it for a real key
const accessKey = `${'AK'}${'IA'}TESTTESTTESTTEST`;

describe('registered secrets', () => {
  it('mask every spelling, wherever it stands', () => {
    const redactor = createRedactor([canary]);
    for (const spelling of [
      canary,
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64'),
      JSON.stringify({ password: canary }),
    ]) {
      const text = redactor.text(`before ${spelling} after`);
      expect(text).not.toContain('c4nary');
      expect(text).not.toContain(Buffer.from(canary).toString('base64').slice(0, 12));
      expect(text).toMatch(/^before .* after$/);
    }
  });

  it('hold for any secret and any text around it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(
          secret.trim().length >= 4 &&
            !'[redacted]'.includes(secret) &&
            !'[redacted]'.includes(secret.trim()),
        );
        const redacted = createRedactor([secret]).text(`${before}\n${secret}\n${after}`);
        // a part of the mask may complete a secret of the neighbouring text; the text itself may not survive
        return !redacted.replaceAll('[redacted]', '\n').includes(secret);
      }),
    );
  });

  it('mask the longer one whole when one contains the other', () => {
    expect(createRedactor(['alpha', 'alphabet']).text('alphabet')).toBe('[redacted]');
  });

  it('may be added later, and short ones are let be', () => {
    const redactor = createRedactor(['abc', '']);
    expect(redactor.text('abc')).toBe('abc');
    redactor.add('later-secret');
    expect(redactor.text('a later-secret')).toBe('a [redacted]');
  });
});

describe('secrets known by their shape', () => {
  const redactor = createRedactor();
  it.each([
    ['a connection text', 'postgres://etl:hunter2@host:5432/dwh', 'hunter2', 'postgres://etl:'],
    ['a password with an at sign', 'vertica://etl:p@ss/w0rd@host/dwh', 'w0rd', 'host/dwh'],
    ['key=value text', 'host=h password=hunter2 port=1', 'hunter2', 'port=1'],
    ['a JSON member', '{"password":"hun\\"ter2","user":"etl"}', 'ter2', '"user":"etl"'],
    ['an assignment', 'VERTICA_PASSWORD=hunter2', 'hunter2', 'VERTICA_PASSWORD='],
    ['an option', '--secret-access-key=hunter2', 'hunter2', '--secret'],
    [
      'a signed address',
      'https://b/k?X-Amz-Signature=abc123&X-Amz-Credential=me&partNumber=1',
      'abc123',
      'partNumber=1',
    ],
    ['a credential in a query', 'https://b/k?AWSAccessKeyId=me&Signature=abc123', 'abc123', 'https://b/k'],
    [
      'a header',
      'Authorization: AWS4-HMAC-SHA256 Credential=me, Signature=abc123\nHost: h',
      'abc123',
      'Host: h',
    ],
    ['a bearer header in JSON', '{"authorization":"Bearer abcdef123456"}', 'abcdef123456', 'authorization'],
    ['an access key', `as key ${accessKey} in`, accessKey, ' in'],
    ['a bot address', `https://api.example.org/bot12345678:${'x'.repeat(30)}/send`, 'xxxx', '/send'],
    [
      'a private key',
      `-----BEGIN ${'PRIVATE'} KEY-----\nabc123\n-----END ${'PRIVATE'} KEY-----\nrest`,
      'abc123',
      'rest',
    ],
  ])('%s', (_, text, secret, kept) => {
    const redacted = redactor.text(text);
    expect(redacted).not.toContain(secret);
    expect(redacted).toContain(kept);
  });

  it.each([
    'https://host:8080/path',
    's3://bucket/prefix',
    'targets.prod.password   set VERTICA_PASSWORD   (secret)',
    'select "password" from t where id = $1',
    'user@host',
    'sha256 9f2c..',
  ])('ordinary text stays: %s', (text) => {
    expect(redactor.text(text)).toBe(text);
  });
});

describe('long texts', () => {
  const redactor = createRedactor(['a-registered-secret']);

  // A mask that goes over the same run from each of its letters does not come back from these.
  it.each([
    ['a base64 run', 'QUJDabc123'],
    ['a scheme without an end', 'a+b.c-'],
    ['schemes', 'a://b:'],
    ['access keys that go on', 'AKIAa'],
    ['key beginnings', '-----BEGIN RSA '],
    ['bot addresses', 'bot12345:'],
    ['beginnings of secrets', 'a-registered-secre'],
    ['empty assignments', 'password '],
    ['query members', '?X-Amz-'],
    ['blanks', ' '],
  ])('are read once: 4 MB of %s', (_, piece) => {
    const text = piece.repeat(4_000_000 / piece.length);
    expect(redactor.text(text) === text).toBe(true);
  });

  it('hide a quoted password of any length, closed or not', () => {
    for (const piece of ['x', String.raw`\"`, ' ']) {
      const long = piece.repeat(1_000_000);
      expect(redactor.text(`password="${long}" end`)).toBe('password=[redacted] end');
      expect(redactor.text(`password="${long}`)).toBe('password=[redacted]');
    }
  });
});

describe('the start of a text', () => {
  const secret = `${'s3cret/'.repeat(400)}end`;
  const redactor = createRedactor([secret]);

  it('is the start of the masked text, and no longer', () => {
    expect(redactor.start(`a ${secret} b`, 200)).toBe('a [redacted] b');
    expect(redactor.start('x'.repeat(50_000), 200)).toBe('x'.repeat(200));
    expect(redactor.start('plain', 3)).toBe('pla');
  });

  it.each([
    ['a registered secret', (before: string) => `${before}${secret} rest`, 's3cret'],
    [
      'a connection text',
      (before: string) => `${before}postgres://etl:${'hunter2'.repeat(900)}@h`,
      'hunter2',
    ],
    ['a quoted password', (before: string) => `${before}password="${'hunter2'.repeat(900)}"`, 'hunter2'],
    [
      'a private key',
      (before: string) => `${before}-----BEGIN ${'PRIVATE'} KEY-----\n${'hunter2'.repeat(900)}`,
      'hunter2',
    ],
    ['an access key', (before: string) => `${before}${accessKey}${'7'.repeat(9000)}`, accessKey],
  ])('never shows a part of %s, wherever it begins', (_, textOf, shownNever) => {
    for (let place = 0; place <= 3200; place += 1) {
      const text = textOf(' '.repeat(place));
      const shown = redactor.start(text, 200);
      expect(shown.length).toBeLessThanOrEqual(200);
      expect(shown).not.toContain(shownNever.slice(0, 5));
    }
  });
});

describe('values', () => {
  it('are copied with every string masked, keys and nested errors included', () => {
    const redactor = createRedactor([canary]);
    const value = {
      [canary]: [canary, { deep: `x ${canary}` }],
      error: new Error(canary),
      at: new Date(0),
      count: 2n,
      own: { toJSON: () => canary },
      password: 'not registered',
      passwordEnv: 'VERTICA_PASSWORD',
    };
    const copy = redactor.value(value);
    const text = JSON.stringify(copy);
    expect(text).not.toContain('c4nary');
    expect(text).not.toContain('not registered');
    expect(copy).toMatchObject({
      at: '1970-01-01T00:00:00.000Z',
      count: '2',
      passwordEnv: 'VERTICA_PASSWORD',
    });
    expect(Object.keys(value)[0]).toBe(canary);
  });

  it('that contain themselves do not hang', () => {
    const value: Record<string, unknown> = { name: 'x' };
    value['self'] = value;
    expect(createRedactor().value(value)).toEqual({ name: 'x', self: '[circular]' });
  });
});

describe('names', () => {
  it.each(['password', 'VERTICA_PASSWORD', 'secretAccessKey', 'AWS_ACCESS_KEY_ID', 'session_token', 'dsn'])(
    '%s is a secret',
    (name) => expect(isSecretName(name)).toBe(true),
  );
  it.each(['host', 'user', 'passwordEnv', 'key', 'path', 'maskPii'])('%s is none', (name) =>
    expect(isSecretName(name)).toBe(false),
  );

  it('in the environment give their values, but neither the working folder nor short words', () => {
    const found = secretsOf({
      PGPASSWORD: 'long-enough',
      PWD: '/srv/folder',
      CI_TOKEN: 'true',
      HOME: '/home/user',
    });
    expect(found).toEqual(['long-enough']);
  });
});

describe('connection texts', () => {
  it.each(['postgres://u:p@h/d', 'https://u:p@h', 'host=h;password=x', 's3://k:s@b'])(
    '%s carries a password',
    (text) => expect(carriesPassword(text)).toBe(true),
  );
  it.each(['postgres://u@h/d', 'https://h:8443/x', 's3://bucket/a=b', 'PGPASSWORD'])(
    '%s carries none',
    (text) => expect(carriesPassword(text)).toBe(false),
  );
});
