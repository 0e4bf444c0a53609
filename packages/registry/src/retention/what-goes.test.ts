import { expect, test } from 'vitest'
import { type ManifestFacts, placeOf, type RetentionRule, type TagFacts } from './retention-facts.ts'
import { whatGoes } from './what-goes.ts'

const NOW = new Date('2026-06-30T00:00:00Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000)
const sha = (name: string) => `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`

const rule = (own: Partial<RetentionRule> = {}): RetentionRule => ({
  id: 'r',
  repositories: '*',
  tags: '*',
  keepLast: null,
  keepPushedDays: null,
  keepPulledDays: null,
  untaggedDays: null,
  ...own,
})
const image = (name: string, own: Partial<ManifestFacts> = {}): ManifestFacts => ({
  repository: 'web',
  digest: sha(name),
  references: [],
  subject: null,
  pushedAt: daysAgo(100),
  ...own,
})
const tag = (name: string, age: number, own: Partial<TagFacts> = {}): TagFacts => ({
  repository: 'web',
  tag: name,
  digest: sha(name),
  pushedAt: daysAgo(age),
  pulledAt: null,
  ...own,
})

function decide(options: Partial<Parameters<typeof whatGoes>[0]>) {
  const tags = options.tags ?? []
  const { tags: judged, manifests } = whatGoes({
    rules: [],
    protections: [],
    manifests: tags.map((one) => image(one.tag, { repository: one.repository, digest: one.digest })),
    users: new Map(),
    now: NOW,
    ...options,
    tags,
  })
  return {
    verdicts: Object.fromEntries(judged.map(({ tag: name, verdict }) => [name, verdict.kind])),
    manifests: manifests.map(({ digest }) => digest),
  }
}

test('the newest stay, of each repository, and what no rule names', () => {
  const tags = [
    tag('v1', 3),
    tag('v2', 2),
    tag('v3', 1),
    tag('old', 9, { repository: 'api' }),
    tag('latest', 50),
  ]
  const { verdicts, manifests } = decide({
    tags,
    rules: [rule({ tags: 'v*', keepLast: 2 }), rule({ id: 'x', repositories: 'api', keepLast: 1 })],
  })
  expect(verdicts).toEqual({ v1: 'goes', v2: 'last', v3: 'last', old: 'last', latest: 'unnamed' })
  expect(manifests).toEqual([sha('v1')])
})

test('what one rule keeps, no other takes', () => {
  const rules = [rule({ keepLast: 1 }), rule({ id: 's', tags: 'v*', keepPushedDays: 30 })]
  const { verdicts } = decide({ tags: [tag('new', 1), tag('v1', 20), tag('v0', 40)], rules })
  expect(verdicts).toEqual({ new: 'last', v1: 'pushed', v0: 'goes' })
})

test('a push counts as a pull', () => {
  const tags = [tag('fresh', 1), tag('pulled', 90, { pulledAt: daysAgo(2) }), tag('forgotten', 90)]
  expect(decide({ tags, rules: [rule({ keepPulledDays: 30 })] }).verdicts).toEqual({
    fresh: 'pulled',
    pulled: 'pulled',
    forgotten: 'goes',
  })
})

test('protection comes before use, and use before what rules keep', () => {
  const tags = [tag('both', 1), tag('used', 90)]
  const { verdicts, manifests } = decide({
    tags,
    rules: [rule({ keepLast: 1 })],
    protections: [{ repositories: '*', tags: 'both', noOverwrite: false, noDelete: true, createdBy: 'ann' }],
    users: new Map(tags.map((one) => [placeOf(one), 'app hello'])),
  })
  expect(verdicts).toEqual({ both: 'protected', used: 'used' })
  expect(manifests).toEqual([])
})

test('an image with another tag stays when one of its tags goes', () => {
  const tags = [tag('v1', 90), tag('stable', 90, { digest: sha('v1') })]
  expect(decide({ tags, rules: [rule({ tags: 'v*', keepPushedDays: 1 })] }).manifests).toEqual([])
})

test('children and what speaks of an image go with it, unless another image, a tag or an app needs them', () => {
  const manifests = [
    image('v1', { references: [sha('amd'), sha('arm'), sha('s390')] }),
    image('v2', { references: [sha('arm')] }),
    image('amd'),
    image('arm'),
    image('s390'),
    image('signature', { subject: sha('v1') }),
    image('sbom', { subject: sha('arm') }),
  ]
  const decided = decide({
    tags: [tag('v1', 90), tag('v2', 1)],
    rules: [rule({ keepPushedDays: 30 })],
    manifests,
    users: new Map([[placeOf({ repository: 'web', digest: sha('s390') }), 'app hello']]),
  })
  expect(decided.manifests.toSorted()).toEqual([sha('v1'), sha('amd'), sha('signature')].toSorted())
})

test('what was pushed without a tag goes only where a rule says so, and when it is old enough', () => {
  const manifests = [
    image('old'),
    image('young', { pushedAt: daysAgo(1) }),
    image('child'),
    image('index', { references: [sha('child')] }),
  ]
  const tags = [tag('index', 90)]
  expect(decide({ tags, manifests }).manifests).toEqual([])
  expect(decide({ tags, manifests, rules: [rule({ untaggedDays: 7 })] })).toEqual({
    verdicts: { index: 'unnamed' },
    manifests: [sha('old')],
  })
})

test("a signature's tag goes with its image, and counts for none of the newest", () => {
  const signature = tag(`${sha('v1').replace(':', '-')}.sig`, 1, { digest: sha('sig') })
  const manifests = [image('v1'), image('v2'), image('sig')]
  const decided = decide({
    tags: [tag('v1', 9), tag('v2', 8), signature],
    manifests,
    rules: [rule({ keepLast: 1 })],
  })
  expect(decided.verdicts).toEqual({ v1: 'goes', v2: 'last', [signature.tag]: 'companion' })
})

test('whatever the images are: nothing that is needed goes, and every tag that goes is named by a rule', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const options = anyImages(seed)
    const going = whatGoes(options)
    const gone = new Set(going.manifests.map(placeOf))
    const stay = going.tags.filter(({ verdict }) => verdict.kind !== 'goes' && verdict.kind !== 'companion')
    for (const one of stay) expect(gone.has(placeOf(one)), `seed ${seed}: a tag that stays`).toBe(false)
    for (const user of options.users.keys()) expect(gone.has(user), `seed ${seed}: in use`).toBe(false)
    for (const one of options.manifests.filter((manifest) => !gone.has(placeOf(manifest))))
      for (const digest of one.references)
        expect(gone.has(placeOf({ repository: one.repository, digest })), `seed ${seed}: a child`).toBe(false)
    // run again, it finds nothing more of the same kind
    const tags = going.tags.filter(({ verdict }) => verdict.kind !== 'goes')
    const again = whatGoes({
      ...options,
      tags,
      manifests: options.manifests.filter((one) => !gone.has(placeOf(one))),
    })
    expect(
      again.tags.filter(({ verdict }) => verdict.kind === 'goes'),
      `seed ${seed}`,
    ).toEqual([])
  }
})

/** Images with children, subjects, tags, users and rules at random, the same for the same seed. */
function anyImages(seed: number) {
  let state = seed * 2_654_435_761
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const names = Array.from({ length: 12 }, (_, index) => `m${index}`)
  const some = (share: number) => names.filter(() => random() < share)
  const manifests = names.map((name, index) =>
    image(name, {
      // to earlier ones only, as digests have it
      references: some(0.15)
        .filter((other) => names.indexOf(other) < index)
        .map(sha),
      subject: random() < 0.2 ? sha(pick(names.slice(0, index)) ?? 'absent') : null,
      pushedAt: daysAgo(Math.floor(random() * 60)),
    }),
  )
  const tags = some(0.5).map((name, index) =>
    tag(`${pick(['v', 'x'])}${index}`, Math.floor(random() * 60), { digest: sha(name) }),
  )
  const rules = ['a', 'b'].map((id) =>
    rule({
      id,
      tags: pick(['*', 'v*', 'x1']) ?? '*',
      keepLast: pick([null, 1, 3]) ?? null,
      keepPushedDays: pick([null, 10, 30]) ?? null,
      untaggedDays: pick([null, 5]) ?? null,
    }),
  )
  const users = new Map(
    some(0.2).map((name) => [placeOf({ repository: 'web', digest: sha(name) }), 'an app']),
  )
  return { rules, protections: [], tags, manifests, users, now: NOW }
}
