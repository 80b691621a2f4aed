import {
  automateDv,
  diepvries,
  dv4dbt1,
  dv4dbt2,
  vaultwright1,
  type HashProfile,
  type ColumnType,
} from '@vaultwright/datavault-core';

/** A published hash: every implementation, in TypeScript or SQL, must give it. */
export interface HashVector {
  readonly profile: HashProfile;
  readonly rules: 'key' | 'diff';
  /** Canonical text and type of each part. */
  readonly parts: readonly { readonly type: ColumnType; readonly text: string | null }[];
  /** Lower-case hexadecimal; null when the key is NULL. */
  readonly hash: string | null;
}

const text: ColumnType = { kind: 'text', length: 200 };

const vector = (
  profile: HashProfile,
  rules: 'key' | 'diff',
  values: readonly (string | null)[],
  hash: string | null,
  types: readonly ColumnType[] = values.map(() => text),
): HashVector => ({
  profile,
  rules,
  parts: values.map((value, index) => ({ type: types[index] ?? text, text: value })),
  hash,
});

const one = (type: ColumnType, value: string, hash: string): HashVector =>
  vector(vaultwright1, 'key', [value], hash, [type]);
const key = (values: readonly (string | null)[], hash: string | null): HashVector =>
  vector(vaultwright1, 'key', values, hash);
const diff = (values: readonly (string | null)[], hash: string): HashVector =>
  vector(vaultwright1, 'diff', values, hash);
const foreign = (rules: 'key' | 'diff', values: readonly (string | null)[], hash: string): HashVector =>
  vector(automateDv, rules, values, hash);

const emptyStays = { emptyIsNull: false };
const old = dv4dbt1(emptyStays);
const renewed = dv4dbt2(emptyStays);

/** Both escaping rules agree on values that hold none of their characters. */
const dv4dbtVectors = [old, renewed].flatMap((profile): HashVector[] => [
  vector(profile, 'key', ['C001'], '25f4d5c41ca3bfb2388752a4a7bf5a5f'),
  vector(profile, 'key', ['C001', 'O-1'], 'b1db486cc6e1e46dce12a30fc6f6a0bf'),
  vector(profile, 'key', ['C001', null], '30b9ec92e22cf89a22046f4649af0280'),
  vector(profile, 'key', [null], '00000000000000000000000000000000'),
  vector(profile, 'diff', [null, null], '00000000000000000000000000000000'),
]);

/** The published vectors of every preset. */
export const hashVectors: readonly HashVector[] = [
  key(['1001'], 'b8c37e33defde51cf91e1e03e51657da'),
  key(['1001', '100'], '2ebd1aa85c4edf54c8087b17d763e17b'),
  vector(
    { ...vaultwright1, algorithm: 'sha1' },
    'key',
    ['1001', '100'],
    '8d8541062c3eabfa31e5d3b09f73f7b7a441d67b',
  ),
  vector(
    { ...vaultwright1, algorithm: 'sha256' },
    'key',
    ['1001', '100'],
    '50e08aa9ac199589c1e2cf4bf58e68b65a8baa1c58f481a0057e339a5bbd5fae',
  ),
  key(['a|b'], 'fa3befa85c0b97aca6cc2f853570907c'),
  key(['a', 'b'], 'd0726241020676b14aa6298ce6a18b21'),
  key(['~N'], 'e4b39dfbfa5bcccefa84008be59dcf02'),
  key(['A', null], '2ebbeeb8f38c25942690fa37b9b514e1'),
  key([''], 'd41d8cd98f00b204e9800998ecf8427e'),
  key([null], null),
  key([null, null], null),
  key([' a '], 'e49736f09a17efd3daec360132426f43'),
  key(['a\nb'], '8cdeb44417f3c26826595d5820cf5700'),
  key(['straße'], 'ddc40daba2e976d4891e703081629368'),
  key(['Пользователь'], 'f154d6cc8945d799f4b31ccc1e0019f5'),
  key(['\u00e9'], '66ddcd97cfdeabb2f6fb8a999b4bc76f'),
  key(['e\u0301'], '5526861fbb1e71a1bda6ac364310a807'),
  key(['\u{1f44d}'], '0215ac4dab1ecaf71d83f98af5726984'),
  one({ kind: 'binary', length: 2 }, '00ff', '74a76031f936ac0e7b0d1b176e3ee7d7'),
  one({ kind: 'int' }, '-7', '74687a12d3915d3c4d83f1af7b3683d5'),
  one({ kind: 'decimal', precision: 9, scale: 2 }, '1.5', '6008647277c4454cecd97d33c069f0ca'),
  one({ kind: 'boolean' }, 'true', 'b326b5062b2f0e69046810717534cb09'),
  one({ kind: 'date' }, '2020-02-29', 'c5085a501e9f2b380cb6e2234fc8f489'),
  one({ kind: 'timestamp' }, '2020-02-29 23:59:59.000001', '0c25ae13225ba6b5cdf54908eeb558e8'),
  one({ kind: 'timestamptz' }, '2020-02-29 23:59:59.000001Z', 'a07bc4baef1f948598711122b98242a2'),
  diff(['Alice', null, null], '64489c85dc2fe0787b85cd87214b3810'),
  diff([null, null], 'e3b1710a9ef3e54137bfd9449ffe1b88'),
  diff(['', null], 'd41d8cd98f00b204e9800998ecf8427e'),
  diff([null, 'x'], 'a36577b81fdd65ea3cdcc9d17731919f'),
  vector(vaultwright1, 'diff', ['Alice', '1997-04-24', '1.5', 'true'], '964f0e897da8a5864a71991091098a2d', [
    text,
    { kind: 'date' },
    { kind: 'decimal', precision: 9, scale: 2 },
    { kind: 'boolean' },
  ]),
  foreign('key', ['1001'], 'b8c37e33defde51cf91e1e03e51657da'),
  vector({ ...automateDv, algorithm: 'sha1' }, 'key', ['1001'], 'dd01903921ea24941c26a48f2cec24e0bb0e8cc7'),
  vector(
    { ...automateDv, algorithm: 'sha256' },
    'key',
    ['1001'],
    'fe675fe7aaee830b6fed09b64e034f84dcbdaeb429d9cccd4ebb90e15af8dd71',
  ),
  foreign('key', ['1001', '100'], '135bf87e2979e3a453fdc340a327a8b2'),
  foreign('key', ['1001', null], 'c570b17597e265f77b8ec4b29b0d46ff'),
  foreign('diff', [null, null], '8dcffd779e848ff7273b6caeb4698d1e'),
  foreign('diff', [null], 'ea01662a5bcbe94a3236d555bbcb3da3'),
  foreign('key', ['a||b'], '8f638c7967e84fffc3bc168c193ac5d5'),
  foreign('key', ['a', 'b'], '8f638c7967e84fffc3bc168c193ac5d5'),
  foreign('diff', ['1997-04-24', '1001', 'Alice', '17-214-233-1214'], '3c5984cddb9f86dc008ae0ec9db9cf7a'),
  ...dv4dbtVectors,
  vector(old, 'key', ['a||b'], '8a263aac7c80581381be5a449bc92337'),
  vector(old, 'key', ['^^'], 'bb3297e745734d75425cad27094189e1'),
  vector(renewed, 'key', ['a||b'], '6ed11ae4e583e4b31ddb1ed1215b2aa2'),
  vector(renewed, 'diff', ['a||b'], '060acb697420a842349f69c4cfb2c57a'),
  vector(renewed, 'key', ['^^'], '54ee7f1f9953cc53b2f1787796d90da4'),
  vector(renewed, 'diff', ['^^'], 'd66fcd933fa715fb433aed774b5aef78'),
  vector(renewed, 'diff', ['say "x"'], '327797e4bf58b00c95844ea75d3b0ee7'),
  vector(diepvries, 'key', ['A', 'B'], '4bbd19245aefd32a8a672f35f4747e17'),
  vector(diepvries, 'diff', ['A', null, 'B'], '5773690dcb9181e44c8586b2205ba81d'),
  vector(diepvries, 'key', [null], '190850ec5b223beb8fa3ecd3bb078b0b'),
  vector(diepvries, 'diff', ['A', null, null], '7fc56270e7a70fa81a5935b72eacbe29'),
];
