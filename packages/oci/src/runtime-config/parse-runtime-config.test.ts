import { expect, test } from 'vitest'
import { parseRuntimeConfig } from './parse-runtime-config.ts'

const PROCESS = { user: { uid: 0, gid: 0 }, args: ['sh'], cwd: '/' }

test('a small configuration is read as it stands', () => {
  const config = parse({ process: PROCESS, root: { path: 'rootfs' } })
  expect(config).toEqual({ ociVersion: '1.2.0', process: PROCESS, root: { path: 'rootfs' } })
})

test.each(['1.0.0', '1.0.2-dev', '1.2.1', '1.3.0+rc.1', '1.0.0-rc5'])('version %s is taken', (ociVersion) => {
  expect(parse({ ociVersion }).ociVersion).toBe(ociVersion)
})

test.each(['', '1', '1.0', '1.0.0.0', '01.0.0', '2.0.0', '0.9.0', '1.0.0-', 'v1.0.0', 1])(
  'version %s is refused',
  (ociVersion) => {
    expect(() => parse({ ociVersion })).toThrow(/config\.json: ociVersion: found .*, allowed: /)
  },
)

const WRONG: readonly (readonly [string, unknown, string])[] = [
  ['no object at all', [], 'the document: found [], allowed: an object'],
  [
    'a missing field',
    { process: { ...PROCESS, cwd: undefined } },
    'process.cwd: found nothing, allowed: text',
  ],
  [
    'a relative folder',
    { process: { ...PROCESS, cwd: 'a' } },
    'process.cwd: found "a", allowed: an absolute path',
  ],
  [
    'an empty command',
    { process: { ...PROCESS, args: [] } },
    'process.args: found [], allowed: at least 1 of them',
  ],
  [
    'a text with a NUL byte',
    { process: { ...PROCESS, args: ['a\0b'] } },
    String.raw`process.args[0]: found "a\u0000b", allowed: text without a NUL byte`,
  ],
  [
    'an unknown capability',
    { process: { ...PROCESS, capabilities: { bounding: ['CAP_KILL', 'CAP_FLY'] } } },
    'process.capabilities.bounding[1]: found "CAP_FLY", allowed: CAP_CHOWN, ',
  ],
  [
    'an unknown limit',
    { process: { ...PROCESS, rlimits: [{ type: 'RLIMIT_FUN', soft: 1, hard: 1 }] } },
    'process.rlimits[0].type: found "RLIMIT_FUN", allowed: RLIMIT_CPU, ',
  ],
  [
    'a limit twice',
    {
      process: {
        ...PROCESS,
        rlimits: [
          { type: 'RLIMIT_CPU', soft: 1, hard: 1 },
          { type: 'RLIMIT_CPU', soft: 2, hard: 2 },
        ],
      },
    },
    'process.rlimits[1].type: found "RLIMIT_CPU", allowed: each limit once',
  ],
  [
    'a number that is too large',
    { process: { ...PROCESS, user: { uid: 2 ** 32, gid: 0 } } },
    'process.user.uid: found 4294967296, allowed: up to 4294967295',
  ],
  [
    'an unknown namespace',
    { linux: { namespaces: [{ type: 'moon' }] } },
    'linux.namespaces[0].type: found "moon", allowed: user, pid, ',
  ],
  [
    'a namespace twice',
    { linux: { namespaces: [{ type: 'pid' }, { type: 'pid' }] } },
    'linux.namespaces[1].type: found "pid", allowed: each type once',
  ],
  [
    'a device without its number',
    { linux: { devices: [{ path: '/dev/a', type: 'c', major: 1 }] } },
    'linux.devices[0].minor: found nothing, allowed: a number: only a pipe has none',
  ],
  [
    'an unknown action of seccomp',
    { linux: { seccomp: { defaultAction: 'SCMP_ACT_LAUGH' } } },
    'linux.seccomp.defaultAction: found "SCMP_ACT_LAUGH", allowed: SCMP_ACT_ALLOW, ',
  ],
  [
    'an error number of an action that returns none',
    {
      linux: {
        seccomp: {
          defaultAction: 'SCMP_ACT_ERRNO',
          syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW', errnoRet: 1 }],
        },
      },
    },
    'linux.seccomp.syscalls[0].errnoRet: found 1, allowed: nothing with SCMP_ACT_ALLOW, ',
  ],
  [
    'words for a listener that is not named',
    { linux: { seccomp: { defaultAction: 'SCMP_ACT_ALLOW', listenerMetadata: 'a' } } },
    'linux.seccomp.listenerMetadata: found "a", allowed: nothing without a listenerPath',
  ],
  [
    'a relative masked path',
    { linux: { maskedPaths: ['proc'] } },
    'linux.maskedPaths[0]: found "proc", allowed: ',
  ],
  [
    'a hook without a program',
    { hooks: { poststop: [{}] } },
    'hooks.poststop[0].path: found nothing, allowed: text',
  ],
  [
    'another kind of machine',
    { vm: { kernel: { path: '/k' } } },
    'vm: found {"kernel":{"path":"/k"}}, allowed: nothing',
  ],
]

test.each(WRONG)('%s is refused in one line', (_, change, message) => {
  const input = Array.isArray(change) ? change : { ociVersion: '1.2.0', ...Object(change) }
  const error = thrownBy(() => parseRuntimeConfig(JSON.stringify(input)))
  expect(error).toContain(`config.json: ${message}`)
  expect(error).not.toContain('\n')
})

test('text that is no JSON is refused in one line', () => {
  expect(thrownBy(() => parseRuntimeConfig('{\n"a": 1,\n}'))).toMatch(/^config\.json: not JSON: [^\n]+$/)
})

test('numbers beyond 2^53 keep their value', () => {
  const config = parseRuntimeConfig(
    '{"ociVersion":"1.2.0","process":{"user":{"uid":0,"gid":0},"args":["a"],"cwd":"/",' +
      '"rlimits":[{"type":"RLIMIT_CORE","soft":0,"hard":18446744073709551615}]}}',
  )
  expect(config.process?.rlimits).toEqual([{ type: 'RLIMIT_CORE', soft: 0n, hard: 18446744073709551615n }])
})

test('null is the same as absent, and what the specification does not name is ignored', () => {
  expect(parse({ mounts: null, hooks: { prestart: null, never: 1 }, future: true })).toEqual({
    ociVersion: '1.2.0',
    hooks: {},
  })
})

function parse(input: object) {
  return parseRuntimeConfig(JSON.stringify({ ociVersion: '1.2.0', ...input }))
}

function thrownBy(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return ''
}
