import type { Operation, Owner } from './operation.ts'

const OWNER: Owner = { uid: 1000, gid: 100, mode: 0o4755, time: { seconds: 1_700_000_000, nanoseconds: 5 } }
const WHITEOUT: Owner = { uid: 0, gid: 0, mode: 0o020000, time: { seconds: -1, nanoseconds: 0 } }

/** Every operation with its bytes. The encoder and berth-init are both tested with it, so neither can drift alone. */
export const FIXTURE_FRAMES: readonly { readonly operation: Operation; readonly hex: string }[] = [
  { operation: { op: 'mkdir', path: 'etc' }, hex: '050000000165746300' },
  { operation: { op: 'create', path: 'etc/su' }, hex: '08000000026574632f737500' },
  { operation: { op: 'write', bytes: Buffer.from('hello') }, hex: '060000000468656c6c6f' },
  { operation: { op: 'skip', size: 3 }, hex: '090000000c0300000000000000' },
  {
    operation: { op: 'own', owner: OWNER },
    hex: '1900000005e803000064000000ed09000000f153650000000005000000',
  },
  {
    operation: { op: 'xattr', name: 'user.note', value: Buffer.from('a\0b') },
    hex: '0e00000006757365722e6e6f746500610062',
  },
  {
    operation: { op: 'symlink', path: 'sh', target: 'etc/su', owner: OWNER },
    hex: '2300000007e803000064000000ed09000000f1536500000000050000007368006574632f737500',
  },
  { operation: { op: 'link', path: 'su', existing: 'etc/su' }, hex: '0b000000087375006574632f737500' },
  {
    operation: { op: 'node', path: 'gone', owner: WHITEOUT, major: 0, minor: 0 },
    hex: '2600000009000000000000000000200000ffffffffffffffff000000000000000000000000676f6e6500',
  },
  {
    operation: { op: 'copy', path: 'copy', source: 'etc/su', owner: OWNER },
    hex: '250000000de803000064000000ed09000000f153650000000005000000636f7079006574632f737500',
  },
  { operation: { op: 'mkdir', path: 'empty' }, hex: '0700000001656d70747900' },
  { operation: { op: 'remove', path: 'empty' }, hex: '070000000a656d70747900' },
  { operation: { op: 'open', path: 'etc' }, hex: '050000000365746300' },
  {
    operation: { op: 'own', owner: OWNER },
    hex: '1900000005e803000064000000ed09000000f153650000000005000000',
  },
  { operation: { op: 'sync' }, hex: '010000000b' },
]
