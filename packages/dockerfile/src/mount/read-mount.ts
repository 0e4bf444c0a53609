import type { MountFlag } from '../ast/argument.ts'
import { refuse } from '../read/refuse.ts'
import { MountFields } from './mount-fields.ts'
import type { RunMount } from './run-mount.ts'

type Type = RunMount['type']

const TYPES: readonly Type[] = ['bind', 'cache', 'tmpfs', 'secret', 'ssh']
const OWNED = ['mode', 'uid', 'gid']
const FIELDS: { readonly [type in Type]: readonly string[] } = {
  bind: ['from', 'source', 'target', 'readonly', 'readwrite'],
  cache: ['from', 'source', 'target', 'readonly', 'readwrite', 'id', 'sharing', ...OWNED],
  tmpfs: ['target', 'size', 'readwrite'],
  secret: ['id', 'source', 'target', 'env', 'required', 'readonly', ...OWNED],
  ssh: ['id', 'target', 'required', 'readonly', ...OWNED],
}

/** What `--mount=…` asks for; `fill` fills in variables. Error: dockerfile.invalid. */
export function readMount(flag: MountFlag, fill: (text: string) => string): RunMount {
  const fields = new MountFields(flag, fill)
  const type = fields.oneOf('type', TYPES) ?? 'bind'
  fields.allow(FIELDS[type], `a mount of type ${type}`)
  return { place: flag.place, ...READERS[type](fields) }
}

type Unplaced<Mount> = Mount extends unknown ? Omit<Mount, 'place'> : never

const READERS: { readonly [type in Type]: (fields: MountFields) => Unplaced<RunMount> } = {
  bind: (fields) => ({
    type: 'bind',
    target: fields.needed('target'),
    source: fields.text('source'),
    from: fields.text('from'),
    readWrite: fields.writable() ?? false,
  }),
  cache: (fields) => ({
    type: 'cache',
    target: fields.needed('target'),
    id: fields.text('id'),
    source: fields.text('source'),
    from: fields.text('from'),
    sharing: fields.oneOf('sharing', ['shared', 'private', 'locked']) ?? 'shared',
    readOnly: fields.writable() === false,
    ...fields.owned(),
  }),
  tmpfs: (fields) => ({ type: 'tmpfs', target: fields.needed('target'), size: fields.bytes('size') }),
  secret: readSecret,
  ssh: (fields) => ({
    type: 'ssh',
    id: fields.text('id'),
    target: fields.text('target'),
    required: fields.flag('required') ?? false,
    ...fields.owned(),
  }),
}

/** Its name is its id, else what it is a copy of, else the last part of the target. */
function readSecret(fields: MountFields): Unplaced<RunMount> {
  const [id, source, target] = [fields.text('id'), fields.text('source'), fields.text('target')]
  if (id && source) throw refuse(fields.place, 'a secret has an id or a source, not both')
  const name = id ?? source ?? target?.split('/').at(-1)
  if (!name) throw refuse(fields.place, 'a secret has an id: --mount=type=secret,id=…')
  return {
    type: 'secret',
    id: name,
    target,
    env: fields.text('env'),
    required: fields.flag('required') ?? false,
    ...fields.owned(),
  }
}
