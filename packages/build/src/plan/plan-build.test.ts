import { parseDockerfile } from '@berth/dockerfile'
import type { ImageConfig } from '@berth/oci'
import { expect, test } from 'vitest'
import { basesOf } from './bases-of.ts'
import { imageConfigOf } from './image-config.ts'
import { planBuild } from './plan-build.ts'
import type { PlanOptions } from './plan-options.ts'
import type { StepAction } from './step-action.ts'

const OPTIONS: PlanOptions = { args: {}, labels: {}, platform: 'linux/amd64', buildPlatform: 'linux/amd64' }

/** Every base that is asked for is this one. */
const base = (config: ImageConfig['config']): ImageConfig => ({
  architecture: 'amd64',
  os: 'linux',
  config: { Env: ['PATH=/bin'], ...config },
  rootfs: { type: 'layers', diff_ids: ['sha256:base'] },
  history: [{ created_by: 'the base' }],
})

function plan(text: string, options: Partial<PlanOptions> = {}, config: ImageConfig['config'] = {}) {
  const dockerfile = parseDockerfile(text)
  const wanted = { ...OPTIONS, ...options }
  let bases: Parameters<typeof planBuild>[2] = []
  for (;;) {
    const missing = basesOf(dockerfile, wanted, bases)
    if (missing.length === 0) return planBuild(dockerfile, wanted, bases)
    bases = [
      ...bases,
      ...missing.map((request) => ({ ...request, digest: 'sha256:x', config: base(config) })),
    ]
  }
}

const last = (text: string, options?: Partial<PlanOptions>, config?: ImageConfig['config']) => {
  const stage = plan(text, options, config).stages.at(-1)
  if (!stage) throw new Error('there is no stage')
  return stage
}

const settings = (text: string, options?: Partial<PlanOptions>, config?: ImageConfig['config']) =>
  last(`FROM base\n${text}`, options, config).settings

const action = <Kind extends StepAction['kind']>(
  kind: Kind,
  text: string,
  options?: Partial<PlanOptions>,
) => {
  const found = last(`FROM base\n${text}`, options).steps.findLast(
    (step) => step.action?.kind === kind,
  )?.action
  if (found?.kind !== kind) throw new Error(`there is no ${kind}`)
  return found as Extract<StepAction, { kind: Kind }>
}

const history = (text: string, options?: Partial<PlanOptions>) =>
  last(`FROM base\n${text}`, options).steps.map((step) => step.history.created_by)

const rules = (text: string, options?: Partial<PlanOptions>) =>
  plan(text, options).warnings.map(({ rule }) => rule)

test('only what the target needs is planned, each stage after those it needs', () => {
  const text = `FROM base AS a
FROM base AS unused
RUN no
FROM base AS b
COPY --from=a x /
FROM b AS c
RUN --mount=type=bind,from=other/image,target=/o x
FROM scratch
COPY --from=2 y /
COPY --from=c z /`
  expect(plan(text).stages.map(({ name, base: { kind }, needs }) => ({ name, kind, needs }))).toEqual([
    { name: 'a', kind: 'image', needs: [] },
    { name: 'b', kind: 'image', needs: [0] },
    { name: 'c', kind: 'stage', needs: [1] },
    { name: 'stage-4', kind: 'scratch', needs: [1, 2] },
  ])
  expect(plan(text, { target: 'UNUSED' }).stages.map(({ name }) => name)).toEqual(['unused'])
  expect(plan(text, { target: '0' }).stages.map(({ name }) => name)).toEqual(['a'])
  expect(() => plan(text, { target: 'unsed' })).toThrow(
    'there is no stage named "unsed" (did you mean unused?)',
  )
})

test('bases are asked for once each, with arguments filled in, and only those that are needed', () => {
  const text = 'ARG V=1\nFROM a:$V AS x\nFROM b AS y\nFROM --platform=arm64 a:${V:-2}\nCOPY --from=x . .'
  expect(basesOf(parseDockerfile(text), { ...OPTIONS, args: { V: '3' } })).toMatchObject([
    { reference: 'a:3', platform: 'linux/amd64', place: { line: 2 } },
    { reference: 'a:3', platform: 'linux/arm64', place: { line: 4 } },
  ])
})

test('a stage that is below, a number that is none, and scratch cannot be read', () => {
  expect(() => plan('FROM a\nCOPY --from=b x /\nFROM a AS b')).not.toThrow()
  expect(() => plan('FROM a AS x\nCOPY --from=b x /\nFROM x AS b')).toThrow(/is below this one/)
  expect(() => plan('FROM a\nCOPY --from=7 x /')).toThrow(/no stage number 7/)
  expect(() => plan('FROM a\nCOPY --from=scratch x /')).toThrow(/scratch is empty/)
})

test('the triggers of a base run first, may need stages, and are gone from the image', () => {
  const config = { OnBuild: ['COPY --from=tools t /t', 'RUN trigger'] }
  const stages = plan('FROM scratch AS tools\nFROM base\nRUN own', {}, config).stages
  expect(stages.map(({ name }) => name)).toEqual(['tools', 'stage-1'])
  expect(stages[1]?.steps.map(({ title }) => title)).toEqual([
    '[stage-1 2/4] ONBUILD COPY --from=tools t /t',
    '[stage-1 3/4] ONBUILD RUN trigger',
    '[stage-1 4/4] RUN own',
  ])
  expect(stages[1]?.settings).not.toHaveProperty('OnBuild')
})

test('the triggers of a stage run in what is built on it', () => {
  const stage = last('FROM scratch AS a\nONBUILD ENV X=1\nFROM a')
  expect(stage.settings.Env).toContain('X=1')
  expect(stage.settings).not.toHaveProperty('OnBuild')
  expect(() => plan('FROM base', {}, { OnBuild: ['FROM x'] })).toThrow(/FROM as an ONBUILD trigger/)
})

test('an argument has the value that was given, else its default, else that above the first FROM', () => {
  const text = 'ARG V=global\nFROM base\nARG V\nARG W=w-$V\nRUN x'
  expect(last(text).steps.at(-1)?.history.created_by).toBe(
    'RUN |2 V=global W=w-global /bin/sh -c x # buildkit',
  )
  expect(last(text, { args: { V: 'mine' } }).steps.at(-1)?.history.created_by).toContain('|2 V=mine W=w-mine')
  expect(history('ARG A B=2')).toEqual(['ARG A B=2'])
})

test('an argument above the first FROM is unknown in a stage that does not name it', () => {
  expect(settings('ENV X=[$V]').Env).toContain('X=[]')
  expect(last('ARG V=1\nFROM base\nENV X=[$V]').settings.Env).toContain('X=[]')
})

test('arguments go on into a stage that is built on theirs, and into no other', () => {
  const text = 'FROM base AS a\nARG V=1\nFROM a\nENV X=$V'
  expect(last(text).settings.Env).toContain('X=1')
  expect(last('FROM base AS a\nARG V=1\nFROM base\nENV X=$V').settings.Env).toContain('X=')
})

test('ENV wins over an ARG above it, and its values see what was before the line', () => {
  const run = action('run', 'ARG A=arg\nENV A=env\nENV A=new B=$A\nRUN x')
  expect(run.env).toEqual(['PATH=/bin', 'A=new', 'B=env'])
  expect(settings('ENV PATH=/x:$PATH').Env).toEqual(['PATH=/x:/bin'])
})

test('platform arguments are there for FROM, and after an ARG', () => {
  expect(action('run', 'ARG TARGETARCH BUILDPLATFORM\nRUN x').env).toEqual([
    'PATH=/bin',
    'TARGETARCH=amd64',
    'BUILDPLATFORM=linux/amd64',
  ])
  expect(last('FROM --platform=$BUILDPLATFORM base', { platform: 'linux/arm64' }).platform).toBe(
    'linux/amd64',
  )
})

test('proxies are in the environment of RUN alone, and in no history or key', () => {
  const stage = last('FROM base\nRUN x', { args: { HTTP_PROXY: 'http://secret' } })
  expect(stage.steps[0]?.action).toMatchObject({
    env: ['PATH=/bin', 'HTTP_PROXY=http://secret', 'http_proxy=http://secret'],
  })
  expect(JSON.stringify([stage.steps[0]?.history, stage.steps[0]?.keyText, stage.settings])).not.toContain(
    'secret',
  )
})

test('a base without PATH gets the usual one', () => {
  expect(last('FROM scratch').settings.Env).toEqual([expect.stringMatching(/^PATH=\/usr\/local\/sbin:/)])
})

test('ENTRYPOINT takes away the CMD of its base, not its own', () => {
  const config = { Cmd: ['base'] }
  expect(settings('ENTRYPOINT ["a"]', {}, config)).not.toHaveProperty('Cmd')
  expect(settings('CMD ["own"]\nENTRYPOINT ["a"]', {}, config)).toMatchObject({ Cmd: ['own'] })
  expect(settings('USER x', {}, config)).toMatchObject({ Cmd: ['base'] })
  expect(settings('ENTRYPOINT []', {}, { Entrypoint: ['x'] })).not.toHaveProperty('Entrypoint')
})

test('shell forms go to the shell of that moment', () => {
  expect(settings('CMD a b')).toMatchObject({ Cmd: ['/bin/sh', '-c', 'a b'] })
  expect(settings('SHELL ["/bin/bash", "-ec"]\nCMD a')).toMatchObject({
    Cmd: ['/bin/bash', '-ec', 'a'],
    Shell: ['/bin/bash', '-ec'],
  })
  expect(action('run', 'SHELL ["/x"]\nRUN a').argv).toEqual(['/x', 'a'])
})

test('settings are those of the image format', () => {
  const text = `EXPOSE 80 53/udp 8000-8001/TCP 127.0.0.1:90:91
VOLUME /a /b
VOLUME ["/c d"]
LABEL a=1 "b c"="d e"
USER \${U:-me}
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --retries=3 CMD curl x
WORKDIR /srv
WORKDIR sub/../other
MAINTAINER me and you`
  expect(settings(text)).toEqual({
    Env: ['PATH=/bin'],
    ExposedPorts: { '80/tcp': {}, '53/udp': {}, '8000/tcp': {}, '8001/tcp': {}, '91/tcp': {} },
    Volumes: { '/a': {}, '/b': {}, '/c d': {} },
    Labels: { a: '1', 'b c': 'd e' },
    User: 'me',
    StopSignal: 'SIGTERM',
    Healthcheck: { Test: ['CMD-SHELL', 'curl x'], Interval: 30e9, Retries: 3 },
    WorkingDir: '/srv/other',
    author: 'me and you',
  })
  expect(settings('HEALTHCHECK NONE')).toMatchObject({ Healthcheck: { Test: ['NONE'] } })
  expect(() => settings('EXPOSE 70000')).toThrow(/not a port/)
  expect(() => settings('STOPSIGNAL SIGNONE')).toThrow(/not a signal/)
})

test('histories are worded as BuildKit does', () => {
  const text = `ENV a="b c"
LABEL l=m
EXPOSE 80
VOLUME /v
CMD ["a", "b c"]
USER u
WORKDIR /w
WORKDIR /
COPY --chown=1:2 --chmod=755 x y /z
COPY <<E /e
E
HEALTHCHECK --interval=90s CMD x
ONBUILD RUN y
STOPSIGNAL 9
SHELL ["/s", "-c"]`
  expect(history(text)).toEqual([
    'ENV a=b c',
    'LABEL l=m',
    'EXPOSE [80/tcp]',
    'VOLUME [/v]',
    'CMD ["a" "b c"]',
    'USER u',
    'WORKDIR /w',
    'WORKDIR /',
    'COPY --chown=1:2 --chmod=755 x y /z # buildkit',
    'COPY <<E /e # buildkit',
    'HEALTHCHECK {Test:[CMD-SHELL x] Interval:1m30s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}',
    'ONBUILD RUN y',
    'STOPSIGNAL 9',
    'SHELL [/s -c]',
  ])
})

test('what makes no layer says so in the history', () => {
  const steps = last('FROM base\nENV a=b\nWORKDIR /\nWORKDIR /w\nRUN x').steps
  expect(steps.map((step) => step.history.empty_layer ?? false)).toEqual([true, true, false, false])
  expect(steps.map((step) => step.action === null)).toEqual([true, true, false, false])
})

test('a here-document is the script of the shell, or a program of its own', () => {
  expect(action('run', 'RUN <<EOF\na\nb\nEOF').argv).toEqual(['/bin/sh', '-c', 'a\nb\n'])
  expect(action('run', 'RUN <<-EOF\n\ta\n\tEOF').argv).toEqual(['/bin/sh', '-c', 'a\n'])
  expect(action('run', 'RUN <<EOF cat\n$x\nEOF').argv).toEqual(['/bin/sh', '-c', '<<EOF cat\n$x\nEOF'])
  expect(action('run', 'RUN <<S\n#!/bin/x\ny\nS')).toMatchObject({
    argv: ['/dev/pipes/S'],
    files: [{ path: '/dev/pipes/S', content: '#!/bin/x\ny\n' }],
  })
  expect(action('copy', 'ENV V=1\nCOPY <<A <<"B" /x/\n$V "q"\nA\n$V\nB').sources).toMatchObject([
    { kind: 'inline', name: 'A', content: '1 "q"\n' },
    { kind: 'inline', name: 'B', content: '$V\n' },
  ])
})

test('mounts have absolute targets, and what was not given is filled in', () => {
  const { mounts } = action(
    'run',
    `WORKDIR /w
ENV D=deep
RUN --mount=target=. --mount=type=cache,target=c/$D --mount=type=secret,id=s --mount=type=secret,id=t,env=T --mount=type=ssh --mount=type=ssh x`.replace(
      'target=.',
      'target=here,source=/src/../a',
    ),
  )
  expect(mounts).toMatchObject([
    { type: 'bind', target: '/w/here', origin: { kind: 'context' }, source: 'a', readWrite: false },
    { type: 'cache', target: '/w/c/deep', id: '/w/c/deep', origin: null, mode: 0o755 },
    { type: 'secret', target: '/run/secrets/s', env: null, mode: 0o400 },
    { type: 'secret', target: null, env: 'T' },
    { type: 'ssh', id: 'default', target: '/run/buildkit/ssh_agent.0' },
    { type: 'ssh', target: '/run/buildkit/ssh_agent.1' },
  ])
  expect(() => action('run', 'RUN --mount=target=/ x')).toThrow(/mounted at \//)
  expect(() => action('run', 'RUN --mount=target=/x/../proc/self x')).toThrow(/kernel's own/)
  expect(() => action('run', 'RUN --mount=type=tmpfs,target=/sys x')).toThrow(/kernel's own/)
})

test("what is not to be had is refused: the host's network, and rights of its own", () => {
  expect(() => action('run', 'RUN --network=host x')).toThrow(/--network=host is not to be had/)
  expect(() => action('run', 'RUN --security=insecure x')).toThrow(/--security=insecure is not/)
  expect(action('run', 'RUN --network=none x').network).toBe('none')
})

test('destinations are absolute, and keep the slash that makes them folders', () => {
  const destination = (path: string) => action('copy', `WORKDIR /w\nCOPY a ${path}`).destination
  expect(['.', './', 'x', 'x/', '/x/', '/', '../y', 'x/.', '..'].map(destination)).toEqual([
    ...['/w/', '/w/', '/w/x', '/w/x/', '/x/', '/', '/y', '/w/x/', '/'],
  ])
})

test('sources are below their root, wherever they point', () => {
  const pattern = (path: string) =>
    action('copy', `COPY ${path} /`)
      .sources.map((each) => ({ ...each }))
      .at(0)
  expect(['.', '/', 'a', '/a/b/', '../../a', 'a/*.ts', './a/./b'].map((path) => pattern(path))).toMatchObject(
    ['.', '.', 'a', 'a/b', 'a', 'a/*.ts', 'a/b'].map((text) => ({
      kind: 'path',
      pattern: text,
      unpack: false,
    })),
  )
  expect(action('copy', 'COPY --parents x/./y/z /').sources).toMatchObject([{ pattern: 'x/./y/z' }])
})

test('ADD knows addresses of files and of git, and unpacks what lies in the context', () => {
  const source = (text: string) => action('copy', `ADD ${text} /x/`).sources[0]
  expect(source('a.tar')).toMatchObject({ kind: 'path', unpack: true })
  expect(source('--unpack=false a.tar')).toMatchObject({ unpack: false })
  expect(source('https://e.test/d/f%20.txt?q')).toMatchObject({
    kind: 'url',
    name: 'f .txt',
    checksum: null,
    unpack: false,
  })
  expect(source('https://e.test/')).toMatchObject({ name: '__unnamed__' })
  expect(source('https://e.test/r.git#v1:sub')).toMatchObject({
    ...{ kind: 'git', remote: 'https://e.test/r.git', ref: 'v1', directory: 'sub', keepGitDir: false },
  })
  expect(source('--keep-git-dir git@e.test:r.git')).toMatchObject({
    kind: 'git',
    ref: null,
    keepGitDir: true,
  })
  expect(source(`--checksum=sha256:${'0'.repeat(64)} https://e.test/x`)).toMatchObject({ kind: 'url' })
  expect(() => source('--checksum=abc https://e.test/x')).toThrow(/not a checksum/)
  expect(() => source(`--checksum=sha256:${'0'.repeat(64)} x`)).toThrow(/for one address/)
  expect(() => action('copy', 'COPY https://e.test/x /')).toThrow(/write ADD/)
})

test('modes are octal or symbolic', () => {
  expect(action('copy', 'COPY --chmod=0644 a /').chmod).toEqual({ kind: 'octal', mode: 0o644 })
  expect(action('copy', 'COPY --chmod=u=rwX,go=rX a /').chmod).toEqual({
    kind: 'symbolic',
    text: 'u=rwX,go=rX',
  })
  expect(() => action('copy', 'COPY --chmod=99 a /')).toThrow(/octal mode/)
})

test('an argument that was given and that nothing takes is told, whatever the checks say', () => {
  const args = { A: '1', ABBA: '2', HTTP_PROXY: 'x', TARGETARCH: 'arm64', BUILDKIT_INLINE_CACHE: '1' }
  const told = (text: string, config = {}) =>
    plan(text, { args }, config).warnings.map(({ rule, message }) => `${rule} ${/"(.*)"/.exec(message)?.[1]}`)
  expect(told('FROM base\nARG A')).toEqual(['UnusedBuildArg ABBA'])
  expect(told('ARG ABBA=base\nFROM $ABBA AS a\nFROM base\nARG A')).toEqual([])
  expect(told('FROM base\nARG A', { OnBuild: ['ARG ABBA'] })).toEqual([])
  expect(told('# check=skip=all;error=true\nFROM base\nARG A')).toEqual(['UnusedBuildArg ABBA'])
})

test('the same step has the same key, whatever stands around it, and another one another', () => {
  const key = (text: string) => last(text).steps.at(-1)?.keyText
  expect(key('FROM base\nRUN x')).toBe(key('FROM base AS n\n\n# c\nRUN   x'))
  expect(key('FROM base\nRUN x')).not.toBe(key('FROM base\nENV a=b\nRUN x'))
  expect(key('FROM base\nLABEL a=b\nRUN x')).toBe(key('FROM base\nRUN x'))
  expect(key('FROM base\nCOPY a /')).not.toBe(key('FROM base\nCOPY a /b'))
})

test.each([
  ['FROM base\nENV a=$b', ['UndefinedVar']],
  ['FROM base\nARG b\nENV a=$b', []],
  ['FROM base\nENV a=${b:-c}', []],
  ['FROM base:$V', ['UndefinedArgInFrom', 'InvalidDefaultArgInFrom']],
  ['ARG V\nFROM base:$V', ['InvalidDefaultArgInFrom']],
  ['ARG V=1\nFROM base:$V', []],
  ['FROM --platform=$TARGETPLATFORM base', ['RedundantTargetPlatform']],
  ['FROM --platform=linux/amd64 base', ['FromPlatformFlagConstDisallowed']],
  ['FROM --platform=linux/amd64 base AS x-amd64', []],
  ['FROM base\nWORKDIR a\nWORKDIR b', ['WorkdirRelativePath']],
  ['FROM base\nWORKDIR /a\nWORKDIR b', []],
])('%j warns of %j', (text, expected) => {
  const found = rules(text, { args: { V: '1' } })
  expect(found.filter((rule) => rule !== 'UnusedBuildArg')).toEqual(expected)
})

test('what .dockerignore leaves out cannot be copied by name, which is told', () => {
  const ignore = [{ text: 'a', keeps: false, pattern: { text: 'a', glob: null } }]
  expect(rules('FROM base\nCOPY a /\nADD a/b /\nCOPY a* /\nCOPY . /', { ignore })).toEqual([
    'CopyIgnoredFile',
    'CopyIgnoredFile',
  ])
})

test('warnings are errors where the file says so', () => {
  expect(() => plan('# check=error=true\nFROM base\nMAINTAINER x')).toThrow(
    /MaintainerDeprecated: .*check=error=true/,
  )
})

test('of one instruction alone, too', () => {
  const text = 'FROM base\nMAINTAINER x\n# check=error=true\nWORKDIR relative'
  expect(() => plan(text)).toThrow(/WorkdirRelativePath: .*check=error=true/)
  expect(rules(text.replace('error=true', 'skip=WorkdirRelativePath'))).toEqual(['MaintainerDeprecated'])
})

test('a Dockerfile that doubles a value for ever ends', () => {
  const doubling = 'ENV A=$A$A$A$A$A$A$A$A$A$A\n'.repeat(30)
  expect(() => plan(`FROM base\nENV A=0123456789\n${doubling}`)).toThrow(/too large/)
  const shown = `ARG A=${'x'.repeat(500_000)}\n${'RUN y\n'.repeat(500)}`
  expect(() => plan(`FROM base\n${shown}`)).toThrow(/too large/)
})

test("the image has the base's history, then that of the stages it is made of, and the labels that were asked for", () => {
  const made = plan('FROM base AS a\nRUN 1\nFROM a\nMAINTAINER me\nRUN 2', { labels: { x: 'y' } })
  const config = imageConfigOf(made, {
    created: '2020-01-01T00:00:00Z',
    diffIds: ['sha256:base', 'sha256:1', 'sha256:2'],
  })
  expect(config.history?.map((entry) => entry.created_by)).toEqual([
    'the base',
    'RUN /bin/sh -c 1 # buildkit',
    'MAINTAINER me',
    'RUN /bin/sh -c 2 # buildkit',
  ])
  expect(config).toMatchObject({
    author: 'me',
    config: { Labels: { x: 'y' } },
    rootfs: { diff_ids: { length: 3 } },
  })
  expect(config.config).not.toHaveProperty('author')
})
