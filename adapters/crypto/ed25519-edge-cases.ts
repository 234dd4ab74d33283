/**
 * The cases on which Ed25519 libraries differ, and the plain ones around them. Every `Crypto` adapter gives exactly
 * these answers. Hex throughout.
 */
export type Ed25519Case = {
  readonly name: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
  readonly valid: boolean;
};

/** RFC 8032 section 7.1: seed beside what follows from it. */
export const RFC_8032_VECTORS = [
  {
    name: 'RFC 8032 section 7.1, TEST 1 (empty message)',
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    name: 'RFC 8032 section 7.1, TEST 2 (one byte)',
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    name: 'RFC 8032 section 7.1, TEST 3 (two bytes)',
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    name: 'RFC 8032 section 7.1, TEST SHA(abc)',
    seed: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    publicKey: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
] as const;

const TEST_2 = RFC_8032_VECTORS[1];
const R_2 = TEST_2.signature.slice(0, 64);
const S_2 = TEST_2.signature.slice(64);
const ZERO = '00'.repeat(32);
const IDENTITY = `01${'00'.repeat(31)}`;

/** The eight points of small order in canonical spelling, then the six other spellings that decoders let through. */
export const SMALL_ORDER_POINTS: readonly { readonly name: string; readonly encoded: string }[] = [
  { name: 'order 1', encoded: IDENTITY },
  { name: 'order 2', encoded: `ec${'ff'.repeat(30)}7f` },
  { name: 'order 4, x even', encoded: ZERO },
  { name: 'order 4, x odd', encoded: `${'00'.repeat(31)}80` },
  { name: 'order 8, a', encoded: '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05' },
  { name: 'order 8, b', encoded: '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85' },
  { name: 'order 8, c', encoded: 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a' },
  { name: 'order 8, d', encoded: 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa' },
  { name: 'order 1, sign bit on x = 0', encoded: `01${'00'.repeat(30)}80` },
  { name: 'order 2, sign bit on x = 0', encoded: `ec${'ff'.repeat(31)}` },
  { name: 'order 1, y + p', encoded: `ee${'ff'.repeat(30)}7f` },
  { name: 'order 1, y + p, sign bit on x = 0', encoded: `ee${'ff'.repeat(31)}` },
  { name: 'order 4, y + p', encoded: `ed${'ff'.repeat(30)}7f` },
  { name: 'order 4, y + p, x odd', encoded: `ed${'ff'.repeat(31)}` },
];

function changed(name: string, change: Partial<Ed25519Case>): Ed25519Case {
  const { publicKey, message, signature } = TEST_2;
  return { publicKey, message, signature, valid: false, name, ...change };
}

const plain: readonly Ed25519Case[] = [
  ...RFC_8032_VECTORS.map(({ name, publicKey, message, signature }) => ({
    name,
    publicKey,
    message,
    signature,
    valid: true,
  })),
  changed('one bit of the message', { message: '73' }),
  changed('one byte more of message', { message: '7200' }),
  changed('one bit of R', { signature: `93${TEST_2.signature.slice(2)}` }),
  changed('one bit of S', { signature: `${R_2}09${S_2.slice(2)}` }),
  changed('one bit of the key', { publicKey: `3c${TEST_2.publicKey.slice(2)}` }),
  changed("another signer's key", { publicKey: RFC_8032_VECTORS[0].publicKey }),
  changed('the sign bit of the key', { publicKey: `${TEST_2.publicKey.slice(0, 62)}8c` }),
  changed('R and S exchanged', { signature: S_2 + R_2 }),
];

const lengths: readonly Ed25519Case[] = [
  changed('an empty signature', { signature: '' }),
  changed('a signature of 63 bytes', { signature: TEST_2.signature.slice(0, 126) }),
  changed('a signature of 65 bytes', { signature: `${TEST_2.signature}00` }),
  changed('an empty key', { publicKey: '' }),
  changed('a key of 31 bytes', { publicKey: TEST_2.publicKey.slice(0, 62) }),
  changed('a key of 33 bytes', { publicKey: `${TEST_2.publicKey}00` }),
];

/** S + L stands for the same scalar: a verifier that lets it pass gives one signature two spellings. */
const malleable: readonly Ed25519Case[] = [
  changed('S + L', { signature: `${R_2}f52db7415978abc61b2c2eb6aeebfca0387b2eaeb4302aeeb00d291612bb0c10` }),
  changed('S + 8 L, the top bits set', {
    signature: `${R_2}70f96fcc112e2c2ff875f32ac5c01533397b2eaeb4302aeeb00d291612bb0c80`,
  }),
  changed('S of all ones', { signature: `${R_2}${'ff'.repeat(32)}` }),
];

/** Under a small-order A, R = identity and S = 0 verify every message whose k times A vanishes: for order 1, all. */
const smallOrder: readonly Ed25519Case[] = [
  ...SMALL_ORDER_POINTS.flatMap(({ name, encoded }) => [
    changed(`key of ${name}, R the identity, S = 0`, { publicKey: encoded, signature: IDENTITY + ZERO }),
    changed(`key of ${name}, R the same point, S = 0`, { publicKey: encoded, signature: encoded + ZERO }),
    changed(`R of ${name}`, { signature: encoded + S_2 }),
    changed(`R of ${name}, S = 0`, { signature: encoded + ZERO }),
  ]),
  {
    name: 'R the identity, S = ka: the equation holds, and no random r hid the private key',
    publicKey: '6f6ca5462ae560235abfc4bf18f762edd72bc1a7de9e49eec0aeb5ecaa8d37ce',
    message: '00',
    signature: `${IDENTITY}0589fc1388a4b90518f4b57d59c6c30010d71aa0db45f9282696b5f905226c06`,
    valid: false,
  },
];

/** y >= p for points of large order: y = p + 3 and y = p + 18, of which the curve has a point. */
const notCanonical: readonly Ed25519Case[] = ['f0', 'ff'].flatMap((low) => {
  const encoded = `${low}${'ff'.repeat(30)}7f`;
  return [
    changed(`key with y = 0x7fff...${low} >= p`, { publicKey: encoded }),
    changed(`R with y = 0x7fff...${low} >= p`, { signature: encoded + S_2 }),
  ];
});

/**
 * Points with a large and a small component, aB + T and rB + T with T of order 8. The equation without the cofactor
 * holds only where the small parts cancel; libraries that multiply by 8 accept all five, and so would differ.
 */
const MIXED_KEY = 'dd8952a66f04b15f61df8c66ce93471979a95c884f2dede0f89f1fc9f9b407b4';
const MIXED_R = '742ad0ba6320e013c4b8e9e7e94fbf87391cd552577028789ffa91cf1633f16b';
const mixed: readonly Ed25519Case[] = [
  {
    name: 'key with a small-order part that does not vanish',
    publicKey: MIXED_KEY,
    message: '00',
    signature:
      '684c0d53ab44de46d526ab4d33b5947bab9d77af687fe0a09518a5f6df4a86eb86e765e79f5b7d60360fa3c53bea7fa0086a20fffbc4aca7728ed440d2dd1901',
    valid: false,
  },
  {
    name: 'key with a small-order part that k makes vanish',
    publicKey: MIXED_KEY,
    message: '2b',
    signature:
      '684c0d53ab44de46d526ab4d33b5947bab9d77af687fe0a09518a5f6df4a86eb2bea7d7c3002179c1eb97d5c424757565bb5def554974bd42cc76eeab9cebb0e',
    valid: true,
  },
  {
    name: 'R with a small-order part',
    publicKey: '6f6ca5462ae560235abfc4bf18f762edd72bc1a7de9e49eec0aeb5ecaa8d37ce',
    message: '00',
    signature: `${MIXED_R}9958d64ff31f9bcfaf78c1465a3d1079cc998aa848a4918a8a7bbc1a9542880a`,
    valid: false,
  },
  {
    name: 'key and R with small-order parts that do not cancel',
    publicKey: MIXED_KEY,
    message: '00',
    signature: `${MIXED_R}23e32fa20b5460b7e92f544b38f53b5edca13d692fd5c1090a2fa6a66ba1ce08`,
    valid: false,
  },
  {
    name: 'key and R with small-order parts that cancel',
    publicKey: MIXED_KEY,
    message: '0b',
    signature: `${MIXED_R}ecc8724c728fb2469704130c82b1bcbf829caa0743a47f43b55e8e04dc8c4900`,
    valid: true,
  },
];

export const ED25519_EDGE_CASES: readonly Ed25519Case[] = [
  ...plain,
  ...lengths,
  ...malleable,
  ...smallOrder,
  ...notCanonical,
  ...mixed,
];
