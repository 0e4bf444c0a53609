import { describe, expect, test } from 'vitest'
import { container, node, release, snapshot, around, deployOf } from '../test-models.ts'
import { planApp } from '../plan-app.ts'
import { draftMounts } from './mount-wish.ts'
import { mountedVolumes } from './mounted-volumes.ts'
import { checkMounts, type ReleaseVolume, writesAlone } from './release-volume.ts'

const mount = (change: Partial<ReleaseVolume> = {}): ReleaseVolume => ({
  ...{ volume: 'vol_a', name: 'data', path: '/data', readOnly: false, process: 'web', shared: false },
  ...change,
})

describe('the mounts of a release', () => {
  const one = { web: { replicas: 1 } }
  const two = { web: { replicas: 2 } }

  test('have one writer at a time, unless the volume is shared or nobody writes', () => {
    expect(() => checkMounts({ volumes: [mount()], processes: one })).not.toThrow()
    expect(() => checkMounts({ volumes: [mount()], processes: two })).toThrow('one writer at a time')
    expect(() => checkMounts({ volumes: [mount({ readOnly: true })], processes: two })).not.toThrow()
    expect(() => checkMounts({ volumes: [mount({ shared: true })], processes: two })).not.toThrow()
    const both = { web: { replicas: 1 }, worker: { replicas: 1 } }
    const volumes = [mount(), mount({ process: 'worker' })]
    expect(() => checkMounts({ volumes, processes: both })).toThrow('2 instances of web, worker')
  })

  test('have one volume in each place', () => {
    const volumes = [mount(), mount({ volume: 'vol_b', readOnly: true })]
    expect(() => checkMounts({ volumes, processes: one })).toThrow('two volumes cannot lie at /data')
  })

  test('say which process ends before its successor starts', () => {
    expect(writesAlone({ volumes: [mount()] }, 'web')).toBe(true)
    expect(writesAlone({ volumes: [mount()] }, 'worker')).toBe(false)
    expect(writesAlone({ volumes: [mount({ readOnly: true })] }, 'web')).toBe(false)
  })

  test('keep what is not wished otherwise, by place', () => {
    const found = new Map([['more', { id: 'vol_b', name: 'more', shared: false }]])
    const wish = { volume: 'more', readOnly: true, process: 'web' }
    const beside = draftMounts([mount()], [{ ...wish, path: '/more' }], found)
    expect(beside.map(({ name, path }) => `${name} ${path}`)).toEqual(['data /data', 'more /more'])
    expect(draftMounts([mount()], [{ ...wish, path: '/data' }], found).map(({ name }) => name)).toEqual([
      'more',
    ])
  })
})

describe('what a node is told', () => {
  const row = { id: 'vol_a', bytes: 10n, made: true, nodeId: 'nod_a', deletedAt: null }
  const where = { process: 'web', nodeId: 'nod_a' }

  test('is the volume of its app that lies there', () => {
    const [told] = mountedVolumes({ volumes: [mount()] }, [row], where)
    expect(told).toEqual({ id: 'vol_a', path: '/data', readOnly: false, bytes: 10, made: true })
    expect(mountedVolumes({ volumes: [mount()] }, [row], { ...where, process: 'worker' })).toEqual([])
  })

  test('names no volume of another app, of another node, or one that was deleted', () => {
    const gone = { ...row, deletedAt: new Date() }
    const cases = [[], [{ ...row, nodeId: 'nod_b' }], [gone]]
    for (const own of cases) {
      expect(mountedVolumes({ volumes: [mount()] }, own, where)).toMatchObject([
        { id: 'vol_gone', made: true },
      ])
    }
  })
})

describe('an app with files on one node', () => {
  const withVolume = release(2, { volumes: [mount()] })
  const homes = [{ id: 'vol_a', name: 'data', nodeId: 'nod_b' }]
  const plan = (state: 'ready' | 'offline') =>
    planApp(snapshot({ deploy: deployOf(withVolume), homes }), {
      ...around({ nodes: [node('nod_a'), node('nod_b', { state })] }),
    })

  test('runs there, although another node has more room', () => {
    expect(plan('ready')).toContainEqual(expect.objectContaining({ kind: 'place', nodeId: 'nod_b' }))
  })

  test('runs nowhere while that node is away, and says so', () => {
    expect(plan('offline')).toMatchObject([
      { kind: 'fail', reason: 'volume data lies on node b, which is offline: its app can run nowhere else' },
    ])
  })

  test('is not started elsewhere when it was lost', () => {
    const lost = container('r2.web.1', { observed: 'lost', nodeId: 'nod_b' })
    const steps = planApp(snapshot({ current: withVolume, containers: [lost], homes }), {
      ...around({ nodes: [node('nod_a'), node('nod_b', { state: 'offline' })] }),
    })
    expect(steps.filter(({ kind }) => kind === 'place')).toEqual([])
  })
})
