import { describe, expect, test } from 'vitest'
import type { ContainerModel } from './model.ts'
import type { ReleaseJob } from './jobs/release-job.ts'
import { planApp } from './plan-app.ts'
import { DEADLINE_MS } from './rollout-failure.ts'
import type { Surroundings } from './snapshot.ts'
import type { Step } from './step.ts'
import { ago, around, container, deployOf, fresh, node, release, snapshot } from './test-models.ts'

const old = release(1)
const next = release(2)

function plan(
  containers: readonly ContainerModel[],
  surroundings: Partial<Surroundings> = {},
  options: { current?: typeof old | null; deployed?: typeof next; startedAgo?: number } = {},
): string[] {
  const { current = old, deployed = next, startedAgo } = options
  const app = snapshot({ current, deploy: deployOf(deployed, startedAgo), containers })
  return planApp(app, around(surroundings)).map(words)
}

function words(step: Step): string {
  switch (step.kind) {
    case 'place':
      return `place ${step.process}.${step.instance} of ${step.releaseId} on ${step.nodeId}`
    case 'want':
      return `want ${step.containerId} ${step.desired}`
    case 'progress':
      return `reached ${step.reached}`
    case 'fail':
      return `fail: ${step.reason}`
    case 'route':
    case 'unroute':
    case 'drain':
    case 'forget':
    case 'adopt':
    case 'renew':
      return `${step.kind} ${step.containerId}`
    case 'succeed':
    case 'begin-release':
    case 'drained':
    case 'delete-app':
      return step.kind
  }
}

const serving = container('r1.web.1')
/** the same, on its way out of the door */
const left = container('r1.web.1', { routed: false, drainingAt: ago(1) })
const ready = container('r2.web.1', { routed: false })

describe('a release with a command of its own', () => {
  const migrating = release(2, { releaseCommand: ['migrate'] })
  const phase = (
    releaseJob: ReleaseJob | null,
    containers: readonly ContainerModel[],
    deployed = migrating,
  ) => {
    const deploy = { ...deployOf(deployed), releaseJob }
    return planApp(snapshot({ current: old, deploy, containers }), around()).map(words)
  }
  const job = (state: ReleaseJob['state'], change: Partial<ReleaseJob> = {}): ReleaseJob => {
    return { state, cause: null, end: null, cancelBy: null, lastLines: [], endedAt: ago(1), ...change }
  }

  test('runs it before anything else, and waits', () => {
    expect(phase(null, [serving])).toEqual(['reached release', 'begin-release'])
    expect(phase(job('queued'), [serving])).toEqual(['reached release'])
    expect(phase(job('running'), [serving])).toEqual(['reached release'])
  })

  test('goes on when it has succeeded, however long it took', () => {
    const placed = ['reached place', 'place web.1 of rel_2 on nod_a']
    expect(phase(job('succeeded'), [serving])).toEqual(placed)
    const deploy = { ...deployOf(migrating, 1_500), releaseJob: job('succeeded') }
    expect(planApp(snapshot({ current: old, deploy, containers: [serving] }), around()).map(words)).toEqual(
      placed,
    )
  })

  test('is given up with the code when it has not, and what serves goes on', () => {
    const failed = job('failed', { end: { kind: 'exit', code: 3 }, lastLines: ['no such table'] })
    expect(phase(failed, [serving])).toEqual([
      'fail: its release command, migrate, exited with code 3; release 1 still serves',
    ])
    expect(phase(job('failed', { cause: 'deadline' }), [serving])).toEqual([
      'fail: its release command, migrate, ended at its deadline; release 1 still serves',
    ])
    expect(phase(job('lost', { end: { kind: 'node-lost' } }), [serving])[0]).toContain(
      'lost: its node stopped',
    )
  })

  test('does not run it again for other limits or counts', () => {
    const more = release(2, {
      releaseCommand: ['migrate'],
      kin: old.kin,
      processes: { web: { replicas: 2 } },
    })
    expect(phase(null, [serving], more)).toEqual(['reached place', 'adopt r1.web.1'])
  })
})

describe('a release of the same kin', () => {
  const more = release(2, { kin: old.kin, processes: { web: { replicas: 2 } } })
  const adopted = container('r2.web.1', { kin: old.kin })
  const second = fresh('r2.web.2', { kin: old.kin })

  test('keeps the instances that it wants, and places what is missing beside them', () => {
    expect(plan([serving], {}, { deployed: more })).toEqual(['reached place', 'adopt r1.web.1'])
    expect(plan([adopted], {}, { deployed: more })).toEqual([
      'reached place',
      'place web.2 of rel_2 on nod_a',
    ])
  })

  test('is live when its node has taken the limits over', () => {
    const inDoor = new Set(['r2.web.1'])
    const same = release(2, { kin: old.kin })
    const asked = container('r2.web.1', { kin: old.kin, generation: 2 })
    expect(plan([asked], { inDoor }, { deployed: same })).toEqual(['reached health'])
    expect(plan([adopted], { inDoor }, { deployed: same })).toEqual(['succeed'])
  })

  test('takes raised limits only where the node has room for them; what it lowers always finds room', () => {
    const big = { ...old.limits, memory: 3 * 1024 ** 3 }
    const deployed = release(2, { kin: old.kin, limits: big })
    const full = node('nod_a', { used: { cpu: 1, memory: 6 * 1024 ** 3 } })
    expect(plan([serving], { nodes: [full] }, { deployed })).toEqual([
      'fail: node a, where it runs, has no room for instances of 0.5 cpu and 3 GiB: stop something there, or ask for less; release 1 still serves',
    ])
    expect(plan([serving], {}, { deployed })).toEqual(['reached place', 'adopt r1.web.1'])
    const less = release(2, { kin: old.kin, limits: { ...old.limits, memory: 64 * 1024 ** 2 } })
    const over = node('nod_a', { used: { cpu: 99, memory: 99 * 1024 ** 3 } })
    expect(plan([serving], { nodes: [over] }, { deployed: less })).toEqual([
      'reached place',
      'adopt r1.web.1',
    ])
  })

  test.each(['stopped', 'paused'] as const)('wakes what it takes over that was %s', (rest) => {
    const end = { kind: 'stopped', by: 'me@example.com', code: 0, forced: false } as const
    const resting = { kin: old.kin, desired: rest, observed: rest, healthy: false, routed: false, end }
    const deployed = release(2, { kin: old.kin })
    expect(plan([container('r1.web.1', resting)], {}, { deployed })).toEqual([
      'reached place',
      'adopt r1.web.1',
    ])
    expect(plan([container('r2.web.1', resting)], {}, { deployed })).toEqual([
      'want r2.web.1 running',
      'reached start',
    ])
    const woken = container('r2.web.1', { ...resting, desired: 'running', generation: 2 })
    expect(plan([woken], {}, { deployed })).toEqual(['reached start'])
  })

  test('ends nothing of its kin when it fails: that goes back', () => {
    const refused = container('r2.web.1', { kin: old.kin, limitsRefused: 'a limit is too low' })
    expect(plan([refused, second], {}, { deployed: more })).toEqual([
      'fail: a limit is too low; release 1 still serves',
    ])
    const after = snapshot({ current: old, containers: [refused, second] })
    expect(planApp(after, around()).map(words)).toEqual(['adopt r2.web.1'])
    const back = snapshot({ current: old, containers: [{ ...serving, id: 'r2.web.1' }, second] })
    expect(planApp(back, around()).map(words)).toEqual(['want r2.web.2 removed'])
  })

  test('that something newer superseded serves until that is live', () => {
    expect(plan([adopted], {}, { deployed: release(3) })).toEqual([
      'reached place',
      'place web.1 of rel_3 on nod_a',
    ])
  })
})

describe('the natural way', () => {
  test.each<[string, ContainerModel[], Partial<Surroundings>, string[]]>([
    [
      'new instances are placed beside the old',
      [serving],
      {},
      ['reached place', 'place web.1 of rel_2 on nod_a'],
    ],
    ['it waits for the image', [serving, fresh('r2.web.1')], {}, ['reached pull']],
    ['pulling', [serving, fresh('r2.web.1', { observed: 'pulling' })], {}, ['reached pull']],
    ['starting', [serving, fresh('r2.web.1', { observed: 'starting' })], {}, ['reached start']],
    [
      'running, not yet healthy',
      [serving, { ...ready, healthy: false, startedAt: ago(1) }],
      {},
      ['reached health'],
    ],
    ['healthy: the door opens for it', [serving, ready], {}, ['reached route', 'route r2.web.1']],
    ['until the door knows, the old one stays', [serving, { ...ready, routed: true }], {}, ['reached route']],
    [
      'the door knows: the old one leaves it',
      [serving, { ...ready, routed: true }],
      { inDoor: new Set(['r1.web.1', 'r2.web.1']) },
      ['drain r1.web.1'],
    ],
    [
      'until the door has let it go, the new one is not called live',
      [left, { ...ready, routed: true }],
      { inDoor: new Set(['r1.web.1', 'r2.web.1']) },
      ['reached route'],
    ],
    [
      'nobody meets the old one any more: it serves',
      [left, { ...ready, routed: true }],
      { inDoor: new Set(['r2.web.1']) },
      ['succeed'],
    ],
    [
      'the new one falters while the old one leaves: it comes back',
      [left, { ...ready, routed: true, healthy: false, startedAt: ago(1) }],
      { inDoor: new Set(['r2.web.1']) },
      ['route r1.web.1', 'reached health'],
    ],
  ])('%s', (_, containers, surroundings, expected) => {
    expect(plan(containers, surroundings)).toEqual(expected)
  })

  test('the hindmost of several instances says how far it is', () => {
    const deployed = release(2, { processes: { web: { replicas: 2 }, worker: { replicas: 1 } } })
    const own = [ready, fresh('r2.web.2', { observed: 'starting' }), fresh('r2.worker.1')]
    expect(plan([serving, ...own], {}, { deployed })).toEqual(['reached pull'])
  })

  test('a process that takes no visitors is not routed, and is not waited for at the door', () => {
    const deployed = release(2, { processes: { web: { replicas: 1 }, worker: { replicas: 1 } } })
    const worker = container('r2.worker.1', { routed: false })
    expect(plan([serving, ready, worker], {}, { deployed })).toEqual(['reached route', 'route r2.web.1'])
    const inDoor = new Set(['r2.web.1'])
    expect(plan([left, { ...ready, routed: true }, worker], { inDoor }, { deployed })).toEqual(['succeed'])
  })

  test('without a port an instance must have run for a moment', () => {
    const deployed = release(2, { port: null, health: { kind: 'none' } })
    const young = { ...ready, startedAt: ago(1) }
    expect(plan([serving, young], {}, { deployed })).toEqual(['reached health'])
    expect(plan([serving, { ...young, startedAt: ago(3) }], {}, { deployed })).toEqual(['succeed'])
  })

  test('a release without instances is live at once', () => {
    const deployed = release(2, { processes: { web: { replicas: 0 } } })
    expect(plan([serving], {}, { deployed })).toEqual(['succeed'])
  })

  test('containers of a superseded deploy leave: the door first', () => {
    const superseded = container('r3.web.1')
    expect(plan([serving, superseded, fresh('r2.web.1')])).toEqual(['drain r3.web.1', 'reached pull'])
    const unseen = fresh('r3.web.1')
    expect(plan([serving, unseen, fresh('r2.web.1')])).toEqual(['want r3.web.1 removed', 'reached pull'])
  })

  test('what serves meanwhile is kept in step with the door', () => {
    const crashed = container('r1.web.1', { observed: 'backoff', healthy: false })
    expect(plan([crashed, fresh('r2.web.1')])).toEqual(['unroute r1.web.1', 'reached pull'])
  })
})

describe('failure: the new ones go, the old one serves', () => {
  const exit = { kind: 'exit', code: 127 } as const
  test.each<[string, ContainerModel, string]>([
    [
      'it cannot be started',
      fresh('r2.web.1', {
        observed: 'failed',
        observedGeneration: 1,
        end: { kind: 'start-failed', message: '/bin/x is not in the image' },
      }),
      'team/hello:2 could not start: /bin/x is not in the image',
    ],
    [
      'it ends again and again',
      { ...ready, observed: 'backoff', healthy: false, restarts: 2, end: exit },
      'team/hello:2 exited with code 127',
    ],
    [
      'it ended and nothing restarts it',
      { ...ready, observed: 'stopped', healthy: false, end: { kind: 'exit', code: 0 } },
      'team/hello:2 exited with code 0',
    ],
    [
      'its node gave it up, and has not stopped it yet',
      {
        ...ready,
        healthy: false,
        givenUp: true,
        startedAt: ago(1),
        end: { kind: 'unhealthy', message: 'nothing took a connection on port 8080 within 30 s' },
      },
      'team/hello:2 did not become healthy: nothing took a connection on port 8080 within 30 s',
    ],
    [
      'nothing answers on its port',
      { ...ready, healthy: false, startedAt: ago(46) },
      'team/hello:2 runs, but nothing answers on port 8080 after 30 s: check the port',
    ],
  ])('%s', (_, broken, reason) => {
    expect(plan([serving, broken])).toEqual([
      `fail: ${reason}; release 1 still serves`,
      'want r2.web.1 stopped',
    ])
    expect(plan([broken], {}, { current: null })).toEqual([`fail: ${reason}`, 'want r2.web.1 stopped'])
  })

  test('one crash is not the end', () => {
    const once = { ...ready, observed: 'backoff' as const, healthy: false, restarts: 0, end: exit }
    expect(plan([serving, once])).toEqual(['reached start'])
    expect(plan([serving, { ...once, restarts: 1 }])).toEqual(['reached start'])
  })

  test('a health check that had its time is', () => {
    const end = { kind: 'unhealthy', message: 'nothing took a connection' } as const
    const waited = { ...ready, observed: 'backoff' as const, healthy: false, restarts: 0, end }
    expect(plan([serving, waited])[0]).toContain('fail: team/hello:2 did not become healthy')
  })

  test('a report of an older generation decides nothing', () => {
    const stale = { ...ready, observed: 'stopped' as const, generation: 2 }
    expect(plan([serving, stale])).toEqual(['reached start'])
  })

  test('a deadline', () => {
    const late = { startedAgo: DEADLINE_MS / 1_000 + 1 }
    expect(plan([serving, fresh('r2.web.1', { observed: 'pulling' })], {}, late)).toEqual([
      'fail: team/hello:2 was not live after 10 minutes: an instance is still pulling; release 1 still serves',
      'want r2.web.1 stopped',
    ])
  })

  test('no room', () => {
    const nodes = [node('nod_a', { state: 'offline' })]
    expect(plan([serving], { nodes })).toEqual([
      'fail: no node is ready: a is offline; release 1 still serves',
    ])
  })

  test('the last lines of the instance that failed go with it', () => {
    const broken = { ...ready, observed: 'stopped' as const, end: exit, lastLines: ['oh no'] }
    const app = snapshot({ deploy: deployOf(next), containers: [broken] })
    expect(planApp(app, around())[0]).toMatchObject({ kind: 'fail', lastLines: ['oh no'] })
  })
})

describe('a program that ends by itself', () => {
  const job = release(2, { port: null, health: { kind: 'none' }, restart: { policy: 'no' } })
  const ended = (code: number) =>
    fresh('r2.web.1', {
      ...{ observed: 'stopped', observedGeneration: 1, end: { kind: 'exit', code } as const },
    })

  test('is live with code 0, when nobody visits it', () => {
    expect(plan([ended(0)], {}, { current: null, deployed: job })).toEqual(['succeed'])
  })

  test('has failed with any other', () => {
    expect(plan([ended(1)], {}, { current: null, deployed: job })[0]).toMatch(/^fail: .*code 1/)
  })

  test('has failed when it should have answered visitors', () => {
    expect(plan([ended(0)], {}, { current: null })[0]).toMatch(/^fail: /)
  })
})
