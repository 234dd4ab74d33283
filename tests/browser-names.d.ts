/* Names of a browser's types that Node's own lack, for what runs the phone's program in Node (tests, bench). */

type CryptoKeyPair = { publicKey: CryptoKey; privateKey: CryptoKey };
type BlobPart = Blob | string | ArrayBuffer | Uint8Array<ArrayBuffer>;
