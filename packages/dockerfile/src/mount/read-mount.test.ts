import { expect, test } from 'vitest'
import { parseDockerfile } from '../parse/parse-dockerfile.ts'
import { readMount } from './read-mount.ts'

const mount = (text: string) => {
  const [run] = parseDockerfile(`FROM a\nRUN --mount=${text} x`).stages[0]?.instructions ?? []
  const flag = run?.kind === 'run' ? run.mounts[0] : undefined
  if (!flag) throw new Error('there is no mount')
  return readMount(flag, (value) => value.replace('$HOME', '/root'))
}

test('a bind is the usual type, and read-only unless it says otherwise', () => {
  expect(mount('target=/x')).toMatchObject({
    type: 'bind',
    target: '/x',
    source: null,
    from: null,
    readWrite: false,
  })
  expect(mount('type=bind,src=a,dst=/x,from=b,rw')).toMatchObject({ source: 'a', from: 'b', readWrite: true })
  expect(mount('target=/x,ro=false')).toMatchObject({ readWrite: true })
})

test('a cache has an id, a way of sharing and an owner', () => {
  expect(mount('type=cache,target=$HOME/.c,id=c,sharing=locked,mode=0700,uid=1,gid=2,ro')).toMatchObject({
    ...{ type: 'cache', target: '/root/.c', id: 'c', sharing: 'locked', mode: 0o700, uid: 1, gid: 2 },
    readOnly: true,
  })
  expect(mount('type=cache,target=/x')).toMatchObject({ sharing: 'shared', readOnly: false, mode: null })
})

test('a tmpfs has a size', () => {
  expect(mount('type=tmpfs,target=/x,size=64m')).toMatchObject({ type: 'tmpfs', size: 64 * 2 ** 20 })
  expect(mount('type=tmpfs,target=/x,size=1GiB')).toMatchObject({ size: 2 ** 30 })
})

test('a secret is named by its id, its source or its target', () => {
  expect(mount('type=secret,id=a,required,env=A')).toMatchObject({
    id: 'a',
    required: true,
    env: 'A',
    target: null,
  })
  expect(mount('type=secret,target=/etc/b')).toMatchObject({ id: 'b', target: '/etc/b' })
  expect(mount('type=ssh')).toMatchObject({ type: 'ssh', id: null, required: false })
})

test.each([
  ['type=bnd,target=/x', /bind, cache, tmpfs, secret, ssh, not "bnd" \(did you mean bind\?\)/],
  ['type=bind', /no target/],
  ['type=tmpfs,target=/x,sharing=locked', /has no "sharing"/],
  ['type=bind,target=/x,uid=1', /has no "uid"/],
  ['type=cache,target=/x,sharing=all', /sharing of a mount is/],
  ['type=cache,target=/x,mode=9', /octal/],
  ['type=cache,target', /has no value/],
  ['type=secret', /has an id/],
  ['type=secret,id=a,source=b', /not both/],
  ['type=secret,id=a,required=maybe', /true or false/],
  ['type=tmpfs,target=/x,size=big', /a size such as/],
])('%s is refused', (text, sentence) => {
  expect(() => mount(text)).toThrow(sentence)
})

test('where it comes from takes no variables', () => {
  expect(() => mount('type=bind,from=$a,target=/x')).toThrow(/takes no variables/)
})
